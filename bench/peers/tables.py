"""Results as a Markdown table."""


def count_text(value):
    """Three digits: 14.4 k, 351 k, 1.25 M."""
    for unit, text in ((1e6, " M"), (1e3, " k")):
        if value >= 0.9995 * unit:
            value /= unit
            break
    else:
        text = ""
    return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}{text}"


def row_text(result):
    own, best = result.get("variegate"), result.get("best")
    peers = sorted(result["peers"].items(), key=lambda item: -item[1]["rate"])
    others = "; ".join(f"{name} {count_text(peer['rate'])}" for name, peer in peers if name != best)
    ratio = result["peers"].get(best, {}).get("ratio")
    verdict = ""
    if ratio is not None:
        low, high = result["peers"][best]["low"], result["peers"][best]["high"]
        verdict = f"{ratio:.2f} ({low:.2f} .. {high:.2f})"
    target = result["target"]
    cells = [
        result["title"], result["size"], count_text(own) if own else "", f"{100 * result['share_of_copy']:.0f} %" if own else "",
        f"{best} {count_text(result['peers'][best]['rate'])}" if best else "", verdict,
        f"{target:g}" if target else "", "" if target is None or ratio is None else "yes" if ratio >= target else "**no**", others]
    return "| " + " | ".join(cells) + " |\n"


def table_text(results):
    header = ["what", "size", "variegate, images/s", "of memcpy", "best peer", "ratio (range)", "at least", "reached", "other peers"]
    lines = ["| " + " | ".join(header) + " |\n", "|" + "---|" * len(header) + "\n"]
    return "".join(lines + [row_text(result) for result in results])
