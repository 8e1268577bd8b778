//! A gated recurrence in both directions whose gates do not look at its state (minGRU, Feng et al. 2024).

use crate::model::network::activation;
use crate::model::network::features::Token;
use crate::model::weights::Rows;

/// `h = (1 − z) h + z tanh(new)` from the left and from the right of each part, side by side. A row of `gates` is z and
/// new of the one, then of the other.
pub(crate) fn recur(mut gates: Rows, parts: &[&[Token]]) -> Rows {
    let state = (gates.width / 4).max(1);
    let mut states = Rows::zeros(gates.len(), 2 * state);
    for row in gates.iter_mut() {
        for gate in row.chunks_exact_mut(2 * state) {
            let (z, new) = gate.split_at_mut(state);
            activation::sigmoid(z);
            activation::tanh(new);
        }
    }
    let mut h = vec![0.0; state];
    let mut step = |at: usize, side: usize, h: &mut [f32]| {
        let (z, new) = gates.row(at)[2 * side * state..2 * (side + 1) * state].split_at(state);
        for ((h, z), new) in h.iter_mut().zip(z).zip(new) {
            *h += z * (new - *h);
        }
        let from = at * 2 * state + side * state;
        states.values[from..from + state].copy_from_slice(h);
    };
    let mut start = 0;
    for part in parts {
        let end = start + part.len();
        h.fill(0.0);
        (start..end).for_each(|at| step(at, 0, &mut h));
        h.fill(0.0);
        (start..end).rev().for_each(|at| step(at, 1, &mut h));
        start = end;
    }
    states
}
