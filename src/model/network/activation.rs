//! The curves of the recurrence, for whole rows at once: without a call or a branch a number, so that the compiler makes
//! several numbers of them in one step.

/// tanh of each, off by less than 1e-6: the quotient of polynomials that Eigen has (Guennebaud et al., `ptanh`).
pub(crate) fn tanh(row: &mut [f32]) {
    row.iter_mut().for_each(|value| *value = quotient(*value));
}

/// 1 / (1 + e^−x) of each, off by less than 1e-6.
pub(crate) fn sigmoid(row: &mut [f32]) {
    row.iter_mut().for_each(|value| *value = 0.5 + 0.5 * quotient(0.5 * *value));
}

/// 1 / (1 + e^−x), as exact as the type is.
pub(crate) fn exact_sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn quotient(x: f32) -> f32 {
    /// Beyond, tanh is 1 to all digits.
    const END: f32 = 7.905_311;
    let x = x.clamp(-END, END);
    let square = x * x;
    let above = [2.000_188e-13, -8.604_672e-11, 5.122_297e-8, 1.485_722_4e-5, 6.372_619_3e-4, 4.893_524_6e-3];
    let below = [1.198_258_4e-6, 1.185_347e-4, 2.268_434_6e-3, 4.893_525e-3];
    let polynomial = |factors: &[f32], start: f32| factors.iter().fold(start, |sum, factor| sum * square + factor);
    x * polynomial(&above, -2.760_768_5e-16) / polynomial(&below, 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curves_are_those_of_the_library() {
        for nth in -30_000_i16..=30_000 {
            let x = f32::from(nth) / 1000.0;
            let (mut row, mut other) = ([x], [x]);
            tanh(&mut row);
            sigmoid(&mut other);
            assert!((row[0] - x.tanh()).abs() < 1e-6, "tanh of {x}: {}", row[0]);
            assert!((other[0] - exact_sigmoid(x)).abs() < 1e-6, "sigmoid of {x}: {}", other[0]);
        }
        let mut ends = [f32::MAX, f32::MIN, f32::INFINITY, f32::NEG_INFINITY, 0.0];
        tanh(&mut ends);
        assert!(ends.iter().zip([1.0, -1.0, 1.0, -1.0, 0.0]).all(|(found, wanted)| (found - wanted).abs() < 1e-6));
    }
}
