//! Residual convolutions over three tokens with maxout (Goodfellow et al. 2013).

use crate::model::weights::{Matrix, Norm, Rows, Shape, Weights};

/// What a convolution multiplies with, and how what comes out is normed.
pub(crate) type Layer = (Matrix, Norm);

/// So many layers of a container; the error says what is wrong with it.
pub(crate) fn layers(weights: &Weights<'_>, count: usize) -> Result<Vec<Layer>, String> {
    let layer = |at: usize| -> Result<_, String> {
        Ok((weights.matrix(&format!("layer.{at}"))?, weights.norm(&format!("layer.{at}.norm"))?))
    };
    (0..count).map(layer).collect()
}

/// The shapes that layers have, and should have, over vectors of a width.
pub(crate) fn shapes(layers: &[Layer], width: usize) -> impl Iterator<Item = Shape> + '_ {
    layers.iter().enumerate().flat_map(move |(at, (matrix, norm))| {
        [
            (format!("layer.{at}"), matrix.weight.dim(), (3 * width, 2 * width)),
            (format!("layer.{at}.norm"), (norm.gain.len(), 1), (width, 1)),
        ]
    })
}

/// Each token with its neighbors `dilation` away in its part, of which the lengths are given; the greater of two; normed
/// and added.
pub(crate) fn convolve(x: &mut Rows, lengths: &[usize], (matrix, norm): &Layer, dilation: usize) {
    let width = x.width;
    let mut seen = Rows::zeros(x.len(), 3 * width);
    let mut rows = seen.iter_mut();
    let mut start = 0;
    for length in lengths {
        let end = start + length;
        for (at, row) in (start..end).zip(&mut rows) {
            let (before, rest) = row.split_at_mut(width);
            let (here, after) = rest.split_at_mut(width);
            if at >= start + dilation {
                before.copy_from_slice(x.row(at - dilation));
            }
            here.copy_from_slice(x.row(at));
            if at + dilation < end {
                after.copy_from_slice(x.row(at + dilation));
            }
        }
        start = end;
    }
    let both = matrix.of(&seen);
    let mut greater = vec![0.0; width];
    for (both, row) in both.iter().zip(x.iter_mut()) {
        let (one, other) = both.split_at(width);
        for ((value, one), other) in greater.iter_mut().zip(one).zip(other) {
            *value = if one > other { *one } else { *other };
        }
        norm.apply(&mut greater);
        row.iter_mut().zip(&greater).for_each(|(value, new)| *value += new);
    }
}
