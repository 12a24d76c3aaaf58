"""NVIDIA DALI on the processor: a pipeline of one operation a batch, one thread. Reading the batch in is part of it."""
import numpy as np
from nvidia.dali import fn, pipeline_def, types

import rows
from libraries.peer import Peer, affine_matrix


def make_rows(width, height):
    def warp(degrees, shear, shift):
        matrix = np.array(affine_matrix(degrees, shear, shift, width, height), np.float32).ravel().tolist()
        return lambda x: fn.warp_affine(x, matrix=matrix, inverse_map=True, fill_value=0, interp_type=types.INTERP_LINEAR)

    crop = {"size": (height, width), "random_area": list(rows.CROP_AREA), "random_aspect_ratio": list(rows.CROP_RATIO)}
    factor = lambda: fn.random.uniform(range=[1 - rows.JITTER, 1 + rows.JITTER])
    graphs = {
        "affine": warp(rows.DEGREES, rows.SHEAR, rows.SHIFT),
        "rotate": warp(rows.DEGREES, 0, 0),
        "shear_x": warp(0, rows.SHEAR, 0),
        "translate_x": warp(0, 0, rows.SHIFT),
        "brightness": lambda x: fn.brightness(x, brightness=rows.FACTOR),
        "contrast": lambda x: fn.contrast(x, contrast=rows.FACTOR),
        "color": lambda x: fn.saturation(x, saturation=rows.FACTOR),
        "gaussian_blur": lambda x: fn.gaussian_blur(x, sigma=rows.BLUR_SIGMA, window_size=rows.BLUR_SIZE),
        "gaussian_noise": lambda x: fn.noise.gaussian(x, stddev=rows.NOISE_SIGMA),
        "flip_horizontal": fn.flip,
        "color_jitter": lambda x: fn.color_twist(
            x, brightness=factor(), contrast=factor(), saturation=factor(),
            hue=fn.random.uniform(range=[-360 * rows.JITTER_HUE, 360 * rows.JITTER_HUE])),
        "random_resized_crop": lambda x: fn.random_resized_crop(x, **crop),
        "normalise": lambda x: fn.crop_mirror_normalize(
            x, output_layout="CHW", mean=[255 * mean for mean in rows.MEAN], std=[255 * sd for sd in rows.DEVIATION]),
    }

    def built(graph):
        pipelines = []

        def run(pictures):
            if not pipelines:
                @pipeline_def(batch_size=len(pictures), num_threads=1, device_id=None, prefetch_queue_depth=1)
                def pipeline():
                    return graph(fn.external_source(source=lambda: pictures, layout="HWC", batch=True))

                pipelines.append(pipeline())
                pipelines[0].build()
            return pipelines[0].run()[0]

        return run

    return {name: built(graph) for name, graph in graphs.items()}


PEERS = {"DALI": Peer(make_rows, prepare=list, batched=True)}
