"""Results as a Markdown table."""
import rows


def count_text(value):
    """Three digits: 14.4 k, 351 k, 1.25 M."""
    for unit, text in ((1e6, " M"), (1e3, " k")):
        if value >= 0.9995 * unit:
            value /= unit
            break
    else:
        text = ""
    return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}{text}"


def share_text(result):
    """Of the speed of copying the picture, or of loading it without augmentation."""
    if "share_of_load" in result:
        return f"{100 * result['share_of_load']:.0f} % of loading"
    return f"{100 * result['share_of_copy']:.0f} %" if "share_of_copy" in result else ""


def target_text(result, ratio):
    """What is asked for, and whether it was reached."""
    row = rows.BY_NAME[result["row"]]
    asked = [
        (row.targets.get(result["size"]), "{:g}", ratio),
        (row.speed, "{:,.0f} images/s", result.get("variegate")),
        (row.share, "{:.0%} of loading", result.get("share_of_load")),
    ]
    for least, text, got in asked:
        if least:
            return text.format(least), "" if got is None else "yes" if got >= least else "**no**"
    return "", ""


def row_text(result):
    own, best = result.get("variegate"), result.get("best")
    peers = sorted(result["peers"].items(), key=lambda item: -item[1]["rate"])
    others = "; ".join(f"{name} {count_text(peer['rate'])}" for name, peer in peers if name != best)
    ratio = result["peers"].get(best, {}).get("ratio")
    verdict = ""
    if ratio is not None:
        low, high = result["peers"][best]["low"], result["peers"][best]["high"]
        verdict = f"{ratio:.2f} ({low:.2f} .. {high:.2f})"
    target, reached = target_text(result, ratio)
    cells = [
        result["title"], result["size"], count_text(own) if own else "", share_text(result),
        f"{best} {count_text(result['peers'][best]['rate'])}" if best else "", verdict,
        target, reached, others]
    return "| " + " | ".join(cells) + " |\n"


def table_text(results):
    header = ["what", "size", "variegate, images/s", "of memcpy", "best peer", "ratio (range)", "at least", "reached", "other peers"]
    lines = ["| " + " | ".join(header) + " |\n", "|" + "---|" * len(header) + "\n"]
    return "".join(lines + [row_text(result) for result in results])
