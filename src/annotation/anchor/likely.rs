//! How likely each token of an old stretch is each one of a new stretch: a pair hidden Markov model, forward and
//! backward (Durbin et al., Biological Sequence Analysis, chapter 4). Takes as many steps as both are long, multiplied.

use super::tokens::Words;

/// What may follow on a token that stands, on one that was taken out, and on one that was put in.
const STAYS: [f64; 3] = [0.94, 0.03, 0.03];
const OUT: [f64; 3] = [0.2, 0.55, 0.25];
const IN: [f64; 3] = [0.25, 0.0, 0.75];
/// How often a token that stands is still the same, has a slip of the pen, or was replaced.
const SAME: f64 = 0.95;
/// By how much a slip is likelier than two words that happen to be alike.
const SLIP: f64 = 40.0;
/// The same for a word in the place of another.
const OTHER: f64 = 0.03;
/// Code points of a token with the blank behind it.
const TOKEN: f64 = 5.0;

/// A stretch of tokens, some of which begin a sentence or a paragraph: by how much likelier it is that what was taken out
/// or put in begins or ends before each.
pub(super) struct Stretch<'a> {
    pub(super) ids: &'a [u32],
    /// 1 within a sentence.
    pub(super) edges: &'a [f64],
}

/// A token and how likely it is that it stands there.
pub(super) type Likely = Option<(usize, f32)>;

/// Of each old token the new one that it most likely is, where that is likelier than not. `gaps` says how much is
/// unknown before each old token, and behind the last.
pub(super) fn likely(words: &Words, old: &Stretch<'_>, gaps: &[u32], new: &Stretch<'_>) -> Vec<Likely> {
    let (rows, columns) = (old.ids.len(), new.ids.len());
    if rows == 0 || columns == 0 {
        return vec![None; rows];
    }
    let width = columns + 1;
    let odds = |row: usize, column: usize| -> f64 {
        let (one, other) = (old.ids[row], new.ids[column]);
        if one == other {
            SAME / words.share(one)
        } else if words.are_alike(one, other) {
            SLIP
        } else {
            OTHER
        }
    };
    let odds: Vec<f64> =
        (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))).map(|(r, c)| odds(r, c)).collect();
    // Past the last token is an edge like any other.
    let of_old = |row: usize| old.edges.get(row).copied().unwrap_or(1.0);
    let of_new = |column: usize| new.edges.get(column).copied().unwrap_or(1.0);
    let gap = |row: usize| {
        gaps.get(row).copied().filter(|gap| *gap > 0).map(|gap| {
            let tokens = f64::from(gap) / TOKEN;
            tokens / (tokens + 1.0)
        })
    };
    // Forward: one row of three states for each old token that is behind, each row scaled by itself.
    let mut forward: Vec<[f64; 3]> = Vec::with_capacity((rows + 1) * width);
    let mut above: Vec<[f64; 3]> = Vec::new();
    for row in 0..=rows {
        let mut here: Vec<[f64; 3]> = Vec::with_capacity(width);
        for column in 0..width {
            let mut cell = [0.0; 3];
            if row == 0 && column == 0 {
                cell[0] = 1.0;
            }
            if row > 0 && column > 0 {
                let from = above[column - 1];
                let on = from[0] * STAYS[0] + from[1] * OUT[0] * of_old(row - 1) + from[2] * IN[0] * of_new(column - 1);
                cell[0] = odds[(row - 1) * columns + column - 1] * on;
            }
            if row > 0 {
                let from = above[column];
                cell[1] = from[0] * STAYS[1] * of_old(row - 1) + from[1] * OUT[1];
            }
            if column > 0 {
                let from = here[column - 1];
                cell[2] = from[0] * STAYS[2] * of_new(column - 1) + from[1] * OUT[2] + from[2] * IN[2];
            }
            here.push(cell);
        }
        scale(&mut here);
        forward.extend_from_slice(&here);
        if let Some(stay) = gap(row) {
            let mut before = 0.0;
            for cell in &mut here {
                before = before * stay + cell.iter().sum::<f64>() * (1.0 - stay);
                *cell = [before, 0.0, 0.0];
            }
        }
        above = here;
    }
    // Backward, and both together.
    let mut found: Vec<Likely> = vec![None; rows];
    let mut below: Vec<[f64; 3]> = Vec::new();
    for row in (0..=rows).rev() {
        // What follows in the next row on a token that stands, one that was taken out, and one that was put in.
        let down = |column: usize| -> [f64; 3] {
            let end = if row == rows && column == columns { 1.0 } else { 0.0 };
            let diagonal = below.get(column + 1).filter(|_| row < rows);
            let diagonal = diagonal.map_or(0.0, |next| odds[row * columns + column] * next[0]);
            let out = below.get(column).map_or(0.0, |next| next[1]);
            let edge = of_old(row);
            [
                STAYS[0] * diagonal + STAYS[1] * edge * out + end,
                OUT[0] * edge * diagonal + OUT[1] * out + end,
                IN[0] * of_new(column) * diagonal + end,
            ]
        };
        let mut here: Vec<[f64; 3]> = (0..width).map(down).collect();
        if let Some(stay) = gap(row) {
            // Whatever was before an unknown stretch, behind it a token stands or is taken out.
            let mut behind = 0.0;
            for cell in here.iter_mut().rev() {
                behind = behind * stay + cell[0] * (1.0 - stay);
                *cell = [behind; 3];
            }
        }
        for column in (0..columns).rev() {
            let (put_in, edge) = (here[column + 1][2], of_new(column));
            let cell = &mut here[column];
            cell[0] += STAYS[2] * edge * put_in;
            cell[1] += OUT[2] * put_in;
            cell[2] += IN[2] * put_in;
        }
        scale(&mut here);
        if row > 0 {
            let ahead = &forward[row * width..(row + 1) * width];
            let states = |column: usize| {
                let (one, other) = (ahead[column], here[column]);
                [one[0] * other[0], one[1] * other[1], one[2] * other[2]]
            };
            // Every way takes this token out or finds it somewhere, once.
            let mut all = 0.0;
            let mut best: Option<(usize, f64)> = None;
            for column in 0..width {
                let [stands, out, _] = states(column);
                all += stands + out;
                if column > 0 && best.is_none_or(|(_, most)| stands > most) {
                    best = Some((column - 1, stands));
                }
            }
            found[row - 1] =
                best.map(|(column, stands)| (column, (stands / all) as f32)).filter(|(_, likely)| *likely > 0.5);
        }
        below = here;
    }
    found
}

fn scale(row: &mut [[f64; 3]]) {
    let most = row.iter().flatten().fold(0.0_f64, |most, one| most.max(*one));
    if most > 0.0 {
        row.iter_mut().flatten().for_each(|one| *one /= most);
    }
}
