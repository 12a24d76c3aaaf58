# Made by python/src/stubs.py of the descriptions in C++; do not edit.
from typing import Literal

from variegate.policy import Policy
from variegate.values import Value

def auto_contrast(*, p: float = 1, field: str = 'image') -> Policy:
    """Stretch the values of each channel over the whole range 0..255.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.autocontrast, cutoff 0
    """

def brightness(*, factor: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Multiply every value.

    Parameters
    ----------
    factor
        0 black, 1 unchanged, more is brighter; 0 .. 10 factor; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Brightness
    """

def channel_shuffle(*, p: float = 1, field: str = 'image') -> Policy:
    """Put red, green and blue into another order, one of the five by chance.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Albumentations' ChannelShuffle, without the order that changes nothing
    """

def clahe(*, clip_limit: Value = ..., tiles: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Equalise brightness part by part, its contrast limited; colours keep their differences.

    Parameters
    ----------
    clip_limit
        most pixels of one value in a tile, over the mean of all values; 1 leaves the picture as it is; 1 .. 100 factor; 4 when not given.
    tiles
        along each side; 1 .. 16 tiles, whole; 8 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Zuiderveld 1994 (Graphics Gems IV); OpenCV's createCLAHE on grey, on luma where there is colour
    """

def color(*, factor: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Change the saturation.

    Parameters
    ----------
    factor
        0 grey, 1 unchanged, more is more colourful; 0 .. 10 factor; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Color
    """

def color_temperature(*, kelvin: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Show the scene in the light of a black body, warmer (redder) or cooler (bluer).

    Parameters
    ----------
    kelvin
        temperature of the light: 2700 a lamp, 6500 daylight, 12000 blue sky; 1667 .. 25000 kelvin; 6500 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: gains in linear sRGB from the black body's colour over that of 6500 K; Kim et al. 2002
    """

def contrast(*, factor: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Change the contrast about the mean brightness.

    Parameters
    ----------
    factor
        0 flat grey, 1 unchanged, more is more contrast; 0 .. 10 factor; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Contrast
    """

def cutout(*, fraction: Value = ..., fill: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Cover a square at a random place.

    Parameters
    ----------
    fraction
        side of the square, rounded to whole pixels; what hangs over the edge is lost; 0 .. 1 fraction of the shorter side; 0.5 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: DeVries and Taylor, Improved Regularization of CNNs with Cutout (2017)
    """

def defocus_blur(*, radius: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Blur with a disc, as a lens out of focus.

    Parameters
    ----------
    radius
        radius of the disc; up to 0.5 it lies within a pixel and blurs nothing; 0 .. 30 pixels; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), defocus_blur, the disc's edge by area
    """

def elastic(*, displacement: Value = ..., cells: Value = ..., fill: Value = ..., interpolation: Literal['nearest', 'bilinear'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Bend the picture smoothly, points displaced at random.

    Parameters
    ----------
    displacement
        standard deviation of the displacement along either side, at the corners of cells; draws beyond an eighth of a cell are held there, so that nothing folds; 0 .. 0.1 fraction of the side; 0.02 when not given.
    cells
        cells of the grid along each side: the more, the finer the waves; 1 .. 16 cells, whole; 4 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    interpolation
        how a value between pixels is found; 'nearest', 'bilinear'; 'bilinear' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: U-Net (Ronneberger et al. 2015), section 3.1: Gaussian displacements on a coarse grid, here joined by cubic B-splines; Simard et al. 2003
    """

def equalize(*, p: float = 1, field: str = 'image') -> Policy:
    """Spread the values of each channel so that all are about equally frequent.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.equalize
    """

def erasing(*, area_high: Value = ..., area_low: Value = ..., aspect_low: Value = ..., aspect_high: Value = ..., fill: Value = ..., content: Literal['fill', 'noise'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Cover a rectangle of random size and shape at a random place.

    Parameters
    ----------
    area_high
        largest rectangle; sides are rounded to whole pixels; 0 .. 1 fraction of the area; 0.4 when not given.
    area_low
        smallest rectangle; no more than the largest; 0 .. 1 fraction of the area; 0.02 when not given.
    aspect_low
        narrowest rectangle; 0.1 .. 10 width over height; 0.3 when not given.
    aspect_high
        widest rectangle; 0.1 .. 10 width over height; 3.3333333333333335 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    content
        what covers: the fill, or a random value for every colour of every pixel; 'fill', 'noise'; 'fill' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Zhong et al., Random Erasing Data Augmentation (AAAI 2020); shapes as in torchvision, uniform in the logarithm
    """

def flip_horizontal(*, p: float = 1, field: str = 'image') -> Policy:
    """Exchange left and right.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Krizhevsky et al. 2012, section 4.1; Pillow's ImageOps.mirror
    """

def flip_vertical(*, p: float = 1, field: str = 'image') -> Policy:
    """Exchange top and bottom.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Pillow's ImageOps.flip
    """

def fog(*, density: Value = ..., decay: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Lay patches of fog over the picture.

    Parameters
    ----------
    density
        light of the fog where it is thickest, over white; 0 is no fog; 0 .. 10 factor; 0 when not given.
    decay
        how smooth: patches of half the size are weaker by its square; 1 .. 4 factor; 2 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), fog: a plasma fractal
    """

def frost(*, cover: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Let ice grow over the picture from its edges, in veins and as a film.

    Parameters
    ----------
    cover
        opacity of the ice where it is thickest; 0 .. 1 fraction of the light; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: variegate, in the manner of ImageNet-C's frost (Hendrycks and Dietterich 2019): ridges of a plasma fractal in place of pictures of frost
    """

def gamma(*, factor: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Brighten or darken the middle tones; black and white stay.

    Parameters
    ----------
    factor
        exponent of values between 0 and 1: above 1 darkens; 0.1 .. 10 factor; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: power-law transform (Gonzalez and Woods); torchvision's adjust_gamma, but rounded
    """

def gaussian_blur(*, sigma: Value = ..., sigma_fraction: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Blur with a Gaussian.

    Parameters
    ----------
    sigma
        standard deviation of the Gaussian; 0 .. 20 pixels; 0 when not given.
    sigma_fraction
        added to sigma; no more than 20 pixels together; 0 .. 0.5 fraction of the shorter side; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: SimCLR (Chen et al. 2020), appendix A; OpenCV's GaussianBlur
    """

def gaussian_noise(*, sigma: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Add independent normal noise to every value.

    Parameters
    ----------
    sigma
        standard deviation in units of 0..255, rounded to 1/128; 0 .. 255 byte; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), gaussian_noise
    """

def glass_blur(*, distance: Value = ..., rounds: Value = ..., sigma: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Let near pixels change places at random, blurred before and after.

    Parameters
    ----------
    distance
        farthest that pixels change places, in each direction; 0 does not blur either; 0 .. 7 pixels, whole; 0 when not given.
    rounds
        rounds of exchanging pixels; 1 .. 5 rounds, whole; 2 when not given.
    sigma
        standard deviation of the Gaussian blurs; 0 .. 5 pixels; 0.7 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), glass_blur
    """

def grey(*, p: float = 1, field: str = 'image') -> Policy:
    """Replace colours by their brightness.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: SimCLR (Chen et al. 2020), appendix A; Pillow's ImageOps.grayscale
    """

def hue(*, degrees: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Turn all hues on the colour circle.

    Parameters
    ----------
    degrees
        angle on the colour circle; +120 turns red to green; -180 .. 180 degrees; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: torchvision's adjust_hue (HSV), without its rounding of hue and saturation to 8 bits
    """

def identity(*, p: float = 1, field: str = 'image') -> Policy:
    """Leave the picture as it is.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: RandAugment (Cubuk et al. 2020), section 3.1
    """

def impulse_noise(*, fraction: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Turn values at random into 0 or 255, each colour by itself.

    Parameters
    ----------
    fraction
        chance of a value to be hit, rounded to 2^-16; half of the hits are 0, half are 255; 0 .. 1 fraction of the values; 0.05 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), impulse_noise: salt and pepper
    """

def invert(*, p: float = 1, field: str = 'image') -> Policy:
    """Replace every value by 255 minus it.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.invert
    """

def jpeg_compression(*, quality: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Compress as JPEG and show what is left.

    Parameters
    ----------
    quality
        quality of libjpeg, rounded; 100 leaves the picture as it is, uncompressed; 1 .. 100 quality, whole; 50 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), jpeg_compression; libjpeg's quality
    """

def median_blur(*, radius: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Replace every value by the median of those around it.

    Parameters
    ----------
    radius
        the window is 2 * radius + 1 pixels wide and high; rounded; 0 .. 3 pixels, whole; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: OpenCV's medianBlur
    """

def motion_blur(*, length: Value = ..., degrees: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Blur along a line, as when the camera moves.

    Parameters
    ----------
    length
        length of the line, its end pixels included: 1 is no motion; 1 .. 100 pixels; 1 when not given.
    degrees
        direction of the line, counter-clockwise from horizontal; -180 .. 180 degrees; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: uniform motion, the line drawn with bilinear weights; edges as OpenCV's BORDER_REFLECT_101
    """

def perspective(*, distortion: Value = ..., fill: Value = ..., interpolation: Literal['nearest', 'bilinear'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """See the picture at a slant: its corners move inwards, each to a random place.

    Parameters
    ----------
    distortion
        farthest that a corner moves, along either side; 0 .. 0.6 fraction of half the side; 0.5 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    interpolation
        how a value between pixels is found; 'nearest', 'bilinear'; 'bilinear' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: torchvision's RandomPerspective; Pillow's Image.transform, PERSPECTIVE
    """

def pixelate(*, fraction: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Show the picture at a lower resolution, in squares of one colour.

    Parameters
    ----------
    fraction
        resolution left, in squares a side over pixels a side; sides are rounded; 0.01 .. 1 fraction of the side; 0.5 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), pixelate; Pillow's BOX filter there and back
    """

def posterize(*, bits: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Keep only the highest bits of every value.

    Parameters
    ----------
    bits
        bits kept, rounded down; 0 makes the picture black; 0 .. 8 bits, whole; 8 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.posterize
    """

def rain(*, cover: Value = ..., diameter: Value = ..., streak: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Let rain fall before the picture, in thin streaks along the wind.

    Parameters
    ----------
    cover
        area behind streaks, on average; 0 .. 0.9 fraction of the area; 0 when not given.
    diameter
        diameter of a drop, at least a pixel; 0.001 .. 0.1 fraction of the shorter side; 0.005 when not given.
    streak
        way of a drop while the shutter is open; 0 .. 1 fraction of the shorter side; 0.1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: variegate; Albumentations' RandomRain draws streaks, too
    """

def random_crop(*, padding: Value = ..., fill: Value = ..., padding_fraction: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Pad every side and cut the original size out at a random place.

    Parameters
    ----------
    padding
        added on each side, rounded to whole pixels; 0 .. 1024 pixels, whole; 4 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    padding_fraction
        added to the padding in pixels; 0 .. 1 fraction of the shorter side; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: He et al. 2016, section 4.2; torchvision's RandomCrop(size, padding)
    """

def random_resized_crop(*, scale_low: Value = ..., scale_high: Value = ..., ratio_low: Value = ..., ratio_high: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Enlarge a random part of the picture to the size of the whole.

    Parameters
    ----------
    scale_low
        smallest part; 1 leaves a picture whose ratio is allowed as it is; 0.001 .. 1 fraction of the area; 0.08 when not given.
    scale_high
        largest part; 0.001 .. 1 fraction of the area; 1 when not given.
    ratio_low
        narrowest part; 0.1 .. 10 width over height; 0.75 when not given.
    ratio_high
        widest part; 0.1 .. 10 width over height; 1.3333333333333333 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Szegedy et al. 2015 (GoogLeNet), section 6; torchvision's RandomResizedCrop
    """

def rotate(*, degrees: Value = ..., fill: Value = ..., interpolation: Literal['nearest', 'bilinear'] = ..., border: Literal['constant', 'replicate', 'reflect'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Turn the picture about its centre.

    Parameters
    ----------
    degrees
        angle; positive is counter-clockwise; -180 .. 180 degrees; 0 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    interpolation
        how a value between pixels is found; 'nearest', 'bilinear'; 'bilinear' when not given.
    border
        what is where there is no picture: the fill, its edge repeated, or the picture mirrored; 'constant', 'replicate', 'reflect'; 'constant' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.rotate
    """

def sharpness(*, factor: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Blur slightly or sharpen.

    Parameters
    ----------
    factor
        0 smoothed, 1 unchanged, more is sharper; 0 .. 10 factor; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Sharpness
    """

def shear_x(*, shear: Value = ..., fill: Value = ..., interpolation: Literal['nearest', 'bilinear'] = ..., border: Literal['constant', 'replicate', 'reflect'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Slide the rows of the picture, each by its distance from the top edge times the shear.

    Parameters
    ----------
    shear
        slide of one row against the next; positive is to the right; -2 .. 2 pixels a pixel; 0 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    interpolation
        how a value between pixels is found; 'nearest', 'bilinear'; 'bilinear' when not given.
    border
        what is where there is no picture: the fill, its edge repeated, or the picture mirrored; 'constant', 'replicate', 'reflect'; 'constant' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.transform, AFFINE
    """

def shear_y(*, shear: Value = ..., fill: Value = ..., interpolation: Literal['nearest', 'bilinear'] = ..., border: Literal['constant', 'replicate', 'reflect'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Slide the columns of the picture, each by its distance from the left edge times the shear.

    Parameters
    ----------
    shear
        slide of one column against the next; positive is downwards; -2 .. 2 pixels a pixel; 0 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    interpolation
        how a value between pixels is found; 'nearest', 'bilinear'; 'bilinear' when not given.
    border
        what is where there is no picture: the fill, its edge repeated, or the picture mirrored; 'constant', 'replicate', 'reflect'; 'constant' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.transform, AFFINE
    """

def shot_noise(*, sigma: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """The noise of counted photons: the brighter, the more, by the square root.

    Parameters
    ----------
    sigma
        standard deviation at white in units of 0..255; white is (255 / sigma)^2 photons; 0 .. 255 byte; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), shot_noise: Poisson
    """

def snow(*, cover: Value = ..., diameter: Value = ..., streak: Value = ..., whitening: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Let snow fall before the picture, in streaks along the wind, and light it up.

    Parameters
    ----------
    cover
        area behind flakes, on average; 0 .. 0.9 fraction of the area; 0 when not given.
    diameter
        diameter of a flake, at least a pixel; 0.001 .. 0.2 fraction of the shorter side; 0.015 when not given.
    streak
        way of a flake while the shutter is open; 0 .. 0.5 fraction of the shorter side; 0.04 when not given.
    whitening
        how far the picture turns to bright grey, over the cover; 0 .. 1 factor; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: variegate, in the manner of ImageNet-C's snow (Hendrycks and Dietterich 2019), flake by flake
    """

def solarize(*, threshold: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Invert the values at or above a threshold.

    Parameters
    ----------
    threshold
        values from here on are inverted; fractions count, 256 inverts nothing; 0 .. 256 byte; 128 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageOps.solarize
    """

def solarize_add(*, addition: Value = ..., threshold: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Add to the values below a threshold.

    Parameters
    ----------
    addition
        added to values below the threshold, rounded to the nearest whole number; -255 .. 255 byte; 0 when not given.
    threshold
        values from here on are left alone; 0 .. 256 byte; 128 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment's code for EfficientNet (tensorflow/tpu, autoaugment.py, solarize_add)
    """

def spatter(*, cover: Value = ..., diameter: Value = ..., liquid: Literal['mud', 'water'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Splash mud or water on the lens, in drops of all sizes.

    Parameters
    ----------
    cover
        area behind drops, on average; 0 .. 0.9 fraction of the area; 0 when not given.
    diameter
        diameter of a drop of middle size, at least a pixel; 0.001 .. 0.2 fraction of the shorter side; 0.03 when not given.
    liquid
        what splashes: mud hides, water shines through; 'mud', 'water'; 'mud' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: variegate, in the manner of ImageNet-C's spatter (Hendrycks and Dietterich 2019), drop by drop
    """

def speckle_noise(*, sigma: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Add to every value normal noise in proportion to it.

    Parameters
    ----------
    sigma
        standard deviation over the value; 0 .. 2 fraction of the value; 0 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), speckle_noise
    """

def translate_x(*, fraction: Value = ..., pixels: Value = ..., fill: Value = ..., interpolation: Literal['nearest', 'bilinear'] = ..., border: Literal['constant', 'replicate', 'reflect'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Move the picture sideways.

    Parameters
    ----------
    fraction
        shift as a part of the width; positive is to the right; -1 .. 1 fraction of the width; 0 when not given.
    pixels
        shift in pixels, added to the other; -4096 .. 4096 pixels; 0 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    interpolation
        how a value between pixels is found; 'nearest', 'bilinear'; 'bilinear' when not given.
    border
        what is where there is no picture: the fill, its edge repeated, or the picture mirrored; 'constant', 'replicate', 'reflect'; 'constant' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.transform, AFFINE
    """

def translate_y(*, fraction: Value = ..., pixels: Value = ..., fill: Value = ..., interpolation: Literal['nearest', 'bilinear'] = ..., border: Literal['constant', 'replicate', 'reflect'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Move the picture up or down.

    Parameters
    ----------
    fraction
        shift as a part of the height; positive is downwards; -1 .. 1 fraction of the height; 0 when not given.
    pixels
        shift in pixels, added to the other; -4096 .. 4096 pixels; 0 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    interpolation
        how a value between pixels is found; 'nearest', 'bilinear'; 'bilinear' when not given.
    border
        what is where there is no picture: the fill, its edge repeated, or the picture mirrored; 'constant', 'replicate', 'reflect'; 'constant' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.transform, AFFINE
    """

def zoom(*, factor: Value = ..., fill: Value = ..., interpolation: Literal['nearest', 'bilinear'] = ..., border: Literal['constant', 'replicate', 'reflect'] = ..., p: float = 1, field: str = 'image') -> Policy:
    """Enlarge or shrink the picture about its centre.

    Parameters
    ----------
    factor
        size of things afterwards over before: above 1 enlarges; 0.1 .. 10 factor; 1 when not given.
    fill
        value of colour channels where there is no picture (rounded to the nearest byte); 0 .. 255 byte, whole; 0 when not given.
    interpolation
        how a value between pixels is found; 'nearest', 'bilinear'; 'bilinear' when not given.
    border
        what is where there is no picture: the fill, its edge repeated, or the picture mirrored; 'constant', 'replicate', 'reflect'; 'constant' when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: variegate; Pillow's Image.transform, AFFINE
    """

def zoom_blur(*, factor: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Blur away from the middle, as a lens that zooms in.

    Parameters
    ----------
    factor
        largest enlargement; 1 is none; 1 .. 2 factor; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: ImageNet-C (Hendrycks and Dietterich 2019), zoom_blur
    """
