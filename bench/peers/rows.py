"""What is measured: one row an operation, policy or loop, with the policy by which variegate does the same.

Operations have the same fixed parameters everywhere: libraries/*.py do with them what the policy says.
"""
from dataclasses import dataclass

DEGREES, SHEAR, SHIFT = 30, 0.3, 10.5  # degrees, pixels a pixel, pixels
FACTOR = 1.5  # of brightness, contrast, colour; 1 changes nothing
SHARPNESS = 1.9
THRESHOLD, BITS = 128, 4
BLUR_SIZE, BLUR_SIGMA = 5, 0.66  # variegate cuts a Gaussian off at three sd, so this is 5x5
NOISE_SIGMA = 25
JITTER, JITTER_HUE = 0.4, 0.1  # factors 0.6 .. 1.4; hue by -0.1 .. 0.1 of the circle
CROP_AREA, CROP_RATIO = (0.08, 1.0), (3 / 4, 4 / 3)
ERASED_AREA, ERASED_RATIO = (0.02, 0.33), (0.3, 3.3)
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
BATCH = 128


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    sizes: tuple
    targets: dict  # size: variegate's images/s over the fastest peer's, at least, as the issue asks
    policy: object  # the policy tree, or the name of a published one
    output: str = "uint8"  # what `variegate bench --output` ends in
    picture: str = "pixels"  # what a library is given: "pixels", a list of BATCH pictures ("batch"), or a "jpeg"
    speed: float = 0  # variegate's images/s, at least, as the issue asks; 0: not asked
    share: float = 0  # of the speed of loading alone, at least
    loader: tuple = ()  # options of `variegate bench` where it is its loader that is measured


def call(op, **arguments):
    return {"call": op, "with": arguments}


def op_row(name, title, target, *calls, **more):
    steps = calls[0] if len(calls) == 1 else {"sequence": list(calls)}
    return Row(name, title, ("224x224",), {"224x224": target}, steps, **more)


def policy_row(name, title, targets, policy):
    return Row(name, title, tuple(targets), targets, policy)


def jitter(op):
    return call(op, factor={"uniform": [1 - JITTER, 1 + JITTER]})


_turned = call("rotate", degrees=DEGREES, interpolation="bilinear")
_sheared = call("shear_x", shear=SHEAR, interpolation="bilinear")
_moved = call("translate_x", fraction=SHIFT / 224, interpolation="bilinear")
_hue = call("hue", degrees={"uniform": [-360 * JITTER_HUE, 360 * JITTER_HUE]})
_flip = {"call": "flip_horizontal", "probability": 0.5}
_crop_flip = [call("random_crop", padding=4), _flip]

ROWS = [
    op_row("affine", "affine (rotate, shear, translate)", 3, _turned, _sheared, _moved),
    op_row("rotate", "rotate", 3, _turned),
    op_row("shear_x", "shear", 3, _sheared),
    op_row("translate_x", "translate", 3, _moved),
    op_row("equalize", "equalize", 2.5, call("equalize")),
    op_row("auto_contrast", "auto-contrast", 5, call("auto_contrast")),
    op_row("brightness", "brightness", 2, call("brightness", factor=FACTOR)),
    op_row("contrast", "contrast", 4, call("contrast", factor=FACTOR)),
    op_row("color", "colour (saturation)", 1.5, call("color", factor=FACTOR)),
    op_row("solarize", "solarize", 5, call("solarize", threshold=THRESHOLD)),
    op_row("posterize", "posterize", 1, call("posterize", bits=BITS)),
    op_row("sharpness", "sharpness", 4, call("sharpness", factor=SHARPNESS)),
    op_row("gaussian_blur", "Gaussian blur 5x5", 2, call("gaussian_blur", sigma=BLUR_SIGMA)),
    op_row("gaussian_noise", "Gaussian noise", 15, call("gaussian_noise", sigma=NOISE_SIGMA)),
    op_row("flip_horizontal", "horizontal flip", 1.2, call("flip_horizontal")),
    op_row("color_jitter", "colour jitter (4 parts)", 6, jitter("brightness"), jitter("contrast"), jitter("color"), _hue),
    op_row("random_resized_crop", "random resized crop", 1.5, call("random_resized_crop")),
    op_row("erasing", "erasing", 1, call("erasing", area_low=ERASED_AREA[0], area_high=ERASED_AREA[1],
                                         aspect_low=ERASED_RATIO[0], aspect_high=ERASED_RATIO[1])),
    op_row("normalise", "normalise to float CHW", 1.5, {"sequence": []}, output="float32"),
    policy_row("randaugment", "RandAugment(2, 9)", {"32x32": 10, "224x224": 8, "500x375": 8}, "randaugment:2:9"),
    policy_row("trivialaugment", "TrivialAugment wide", {"32x32": 6, "224x224": 6, "500x375": 6}, "trivialaugment"),
    policy_row("autoaugment", "AutoAugment ImageNet", {"32x32": 6, "224x224": 6, "500x375": 6}, "autoaugment-imagenet"),
    policy_row("augmix", "AugMix (width 3)", {"32x32": 6, "224x224": 6, "500x375": 6}, "augmix"),
    Row("cifar_loop", "crop, flip, RandAugment, normalise, batches of 128", ("32x32",), {},
        {"sequence": [*_crop_flip, "randaugment:2:9"]}, output="float32", picture="batch", speed=200e3, loader=("--loader",)),
    Row("jpeg_decode", "JPEG: decode alone", ("224x224",), {}, "none", picture="jpeg", loader=("--loader",)),
    Row("jpeg_loop", "JPEG: decode, resized crop, flip, RandAugment, normalise", ("224x224",), {},
        {"sequence": [_flip, "randaugment:2:9"]}, output="float32", picture="jpeg", share=0.8,
        loader=("--loader", "--fit", "random-part")),
]
BY_NAME = {row.name: row for row in ROWS}
