//! The weights in the binary: a safetensors container, checked against its manifest.

use std::collections::BTreeMap;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};
use safetensors::{Dtype, SafeTensors};

/// The container, written by `training/export.py`.
const BYTES: &[u8] = include_bytes!("data/reader.safetensors");

/// What the container calls its shape of network, under `format` in its metadata; `training/export.py` writes the same.
/// Weights of another shape that happen to have the same sizes would give wrong answers.
const FORMAT: &str = "copydesk-reader-1";

/// All weights by name.
#[derive(Debug)]
pub(crate) struct Weights<'a> {
    tensors: SafeTensors<'a>,
    /// What the container says of itself.
    said: BTreeMap<String, String>,
}

/// Rows of numbers, one behind the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows {
    pub values: Vec<f32>,
    /// Numbers a row, at least 1.
    pub width: usize,
}

impl Rows {
    /// So many rows of zeros.
    pub(crate) fn zeros(count: usize, width: usize) -> Self {
        Self { values: vec![0.0; count * width], width: width.max(1) }
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len() / self.width
    }

    /// True when there is no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Each row.
    pub(crate) fn iter(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values.chunks_exact(self.width)
    }

    /// Each row, to be changed.
    pub(crate) fn iter_mut(&mut self) -> std::slice::ChunksExactMut<'_, f32> {
        self.values.chunks_exact_mut(self.width)
    }

    /// A range of rows, as far as there are.
    pub(crate) fn part(&self, rows: &std::ops::Range<usize>) -> Self {
        let values = self.values.get(rows.start * self.width..rows.end * self.width).unwrap_or(&[]);
        Self { values: values.to_vec(), width: self.width }
    }

    /// One row; empty when there is none.
    pub(crate) fn row(&self, at: usize) -> &[f32] {
        self.values.get(at * self.width..(at + 1) * self.width).unwrap_or(&[])
    }
}

/// A matrix with its bias: rows of input, columns of output.
#[derive(Debug)]
pub(crate) struct Matrix {
    /// Rows of input, columns of output.
    pub weight: Array2<f32>,
    /// One a column.
    pub bias: Vec<f32>,
}

impl Matrix {
    /// Multiplies each row, and adds the bias. Rows of another width than the matrix takes give zeros.
    pub(crate) fn of(&self, rows: &Rows) -> Rows {
        let columns = self.weight.ncols();
        let mut found = Rows { values: self.bias.repeat(rows.len()), width: columns.max(1) };
        let shape = (rows.len(), rows.width);
        let input = ArrayView2::from_shape(shape, &rows.values);
        let output = ArrayViewMut2::from_shape((shape.0, columns), &mut found.values);
        if let (Ok(input), Ok(mut output)) = (input, output)
            && shape.1 == self.weight.nrows()
        {
            general_mat_mul(1.0, &input, &self.weight, 1.0, &mut output);
        }
        found
    }
}

/// Layer norm (Ba et al. 2016).
#[derive(Debug)]
pub(crate) struct Norm {
    /// What each value is multiplied with.
    pub gain: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    pub(crate) fn apply(&self, row: &mut [f32]) {
        let count = row.len().max(1) as f32;
        let mean = sum(row, |value| value) / count;
        let spread = sum(row, |value| (value - mean) * (value - mean)) / count;
        let scale = 1.0 / (spread + 1e-5).sqrt();
        for ((value, gain), bias) in row.iter_mut().zip(&self.gain).zip(&self.bias) {
            *value = (*value - mean) * scale * gain + bias;
        }
    }
}

/// A sum of so many sums side by side, which a processor adds up in one step.
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; 8];
    let (eights, rest) = row.as_chunks::<8>();
    for eight in eights {
        sums.iter_mut().zip(eight).for_each(|(sum, value)| *sum += of(*value));
    }
    sums.iter().sum::<f32>() + rest.iter().map(|value| of(*value)).sum::<f32>()
}

/// Rows of int8, each with a scale.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    rows: &'a [u8],
    scales: Vec<f32>,
    width: usize,
}

impl Table<'_> {
    pub(crate) fn rows(&self) -> usize {
        self.scales.len()
    }

    /// How many values a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Every row, as numbers.
    pub(crate) fn all(&self) -> Rows {
        let mut rows = Rows::zeros(self.rows(), self.width);
        for (at, row) in (0..).zip(rows.iter_mut()) {
            self.add(at, 1.0, row);
        }
        rows
    }

    /// Adds a row times `share`; nothing for a row that there is not, which stands for what is unknown.
    pub(crate) fn add(&self, row: u32, share: f32, to: &mut [f32]) {
        let row = row as usize;
        let Some(scale) = self.scales.get(row) else { return };
        let scale = scale * share;
        let Some(bytes) = self.rows.get(row * self.width..(row + 1) * self.width) else { return };
        for (value, byte) in to.iter_mut().zip(bytes) {
            *value += f32::from(byte.cast_signed()) * scale;
        }
    }
}

/// What a container calls some numbers; the rows and columns that they have, and those that they should have.
pub(crate) type Shape = (String, (usize, usize), (usize, usize));

/// Shapes that do not fit each other would be wrong answers later, or a panic; the error names the first.
pub(crate) fn check_shapes(shapes: Vec<Shape>) -> Result<(), String> {
    match shapes.into_iter().find(|(_, found, wanted)| found != wanted) {
        Some((name, (rows, columns), (for_rows, for_columns))) => {
            Err(format!("{name}: {rows} × {columns} numbers and not {for_rows} × {for_columns}"))
        }
        None => Ok(()),
    }
}

impl<'a> Weights<'a> {
    /// The weights of the reader in a container; the error says what is wrong with it.
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Self, String> {
        Self::of_format(bytes, FORMAT)
    }

    /// The weights in a container that calls itself of this format.
    pub(crate) fn of_format(bytes: &'a [u8], wanted: &str) -> Result<Self, String> {
        let broken = |error| format!("the weights are broken: {error}");
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(broken)?;
        let format = header.metadata().as_ref().and_then(|said| said.get("format"));
        match format {
            Some(format) if format == wanted => {}
            Some(other) => return Err(format!("the weights are of the format “{other}” and not “{wanted}”")),
            None => return Err(format!("the weights do not say that their format is “{wanted}”")),
        }
        let said = header.metadata().clone().unwrap_or_default().into_iter().collect();
        Ok(Self { tensors: SafeTensors::deserialize(bytes).map_err(broken)?, said })
    }

    /// What the container says of itself under a key of its metadata.
    pub(crate) fn said(&self, key: &str) -> Result<&str, String> {
        self.said.get(key).map(String::as_str).ok_or_else(|| format!("the weights do not say their {key}"))
    }

    fn view(&self, name: &str, dtype: Dtype) -> Result<(Vec<usize>, &'a [u8]), String> {
        let view = self.tensors.tensor(name).map_err(|error| format!("{name}: {error}"))?;
        if view.dtype() != dtype {
            return Err(format!("{name}: {:?} and not {dtype:?}", view.dtype()));
        }
        Ok((view.shape().to_vec(), view.data()))
    }

    fn floats(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>), String> {
        let (shape, bytes) = self.view(name, Dtype::F32)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|number| f32::from_le_bytes(*number)).collect();
        match numbers.iter().position(|number| !number.is_finite()) {
            Some(at) => Err(format!("{name}: its {}th number is {}", at + 1, numbers[at])),
            None => Ok((shape, numbers)),
        }
    }

    /// Rows of f32.
    pub(crate) fn rows(&self, name: &str) -> Result<Rows, String> {
        let plain = self.plain(name)?;
        let width = plain.ncols().max(1);
        Ok(Rows { values: plain.into_raw_vec_and_offset().0, width })
    }

    fn plain(&self, name: &str) -> Result<Array2<f32>, String> {
        match self.floats(name)? {
            (shape, values) if shape.len() == 2 => {
                Array2::from_shape_vec((shape[0], shape[1]), values).map_err(|error| format!("{name}: {error}"))
            }
            (shape, _) => Err(format!("{name}: {} dimensions and not two", shape.len())),
        }
    }

    /// A matrix with the bias beside it.
    pub(crate) fn matrix(&self, name: &str) -> Result<Matrix, String> {
        let weight = self.plain(name)?;
        let (_, bias) = self.floats(&format!("{name}.bias"))?;
        if bias.len() != weight.ncols() {
            return Err(format!("{name}: {} biases for {} columns", bias.len(), weight.ncols()));
        }
        Ok(Matrix { weight, bias })
    }

    /// A layer norm.
    pub(crate) fn norm(&self, name: &str) -> Result<Norm, String> {
        let (_, gain) = self.floats(name)?;
        let (_, bias) = self.floats(&format!("{name}.bias"))?;
        if gain.len() != bias.len() {
            return Err(format!("{name}: {} gains and {} biases", gain.len(), bias.len()));
        }
        Ok(Norm { gain, bias })
    }

    /// A table of int8.
    pub(crate) fn table(&self, name: &str) -> Result<Table<'a>, String> {
        let (shape, rows) = self.view(name, Dtype::I8)?;
        let (_, scales) = self.floats(&format!("{name}.scale"))?;
        match shape[..] {
            [count, width] if scales.len() == count && rows.len() == count * width => Ok(Table { rows, scales, width }),
            _ => Err(format!("{name}: shape {shape:?} with {} scales", scales.len())),
        }
    }
}

impl Weights<'static> {
    /// The weights in the binary; a test finds what is wrong with them before a user can.
    pub(crate) fn embedded() -> Result<Self, String> {
        Self::of(BYTES)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::model::network::Network;

    const MANIFEST: &str = include_str!("data/MANIFEST.toml");

    /// What is wrong with a file, by its entry in the manifest.
    fn differs(entry: &str, bytes: &[u8]) -> Option<String> {
        let manifest: toml::Table = MANIFEST.parse().unwrap();
        let wanted = manifest[entry]["sha256"].as_str().unwrap().to_owned();
        let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let file = manifest[entry]["file"].as_str().unwrap();
        (digest != wanted).then(|| format!("{file} has the hash {digest}, MANIFEST.toml says {wanted}"))
    }

    /// Why a container is refused; empty when it is not.
    fn refusal(bytes: &[u8]) -> String {
        Weights::of(bytes).and_then(|weights| Network::new(&weights)).err().unwrap_or_default()
    }

    /// The container with its header changed, the numbers as they were.
    fn with_header(change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
        let (length, rest) = BYTES.split_at(8);
        let (header, numbers) = rest.split_at(usize::try_from(u64::from_le_bytes(length.try_into().unwrap())).unwrap());
        let mut header: serde_json::Value = serde_json::from_slice(header).unwrap();
        change(&mut header);
        let header = header.to_string();
        [&(header.len() as u64).to_le_bytes(), header.as_bytes(), numbers].concat()
    }

    /// Weights of another training must not come in by accident.
    #[test]
    fn the_files_are_those_of_the_manifest() {
        let manifest: toml::Table = MANIFEST.parse().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model/data");
        for entry in ["reader", "linker", "events", "pieces"] {
            let bytes = std::fs::read(folder.join(manifest[entry]["file"].as_str().unwrap())).unwrap();
            assert_eq!(differs(entry, &bytes), None);
        }
        assert_eq!(differs("reader", BYTES), None);
        let mut flipped = BYTES.to_vec();
        for at in [0, 100, BYTES.len() / 2, BYTES.len() - 1] {
            flipped[at] ^= 1;
            let why = differs("reader", &flipped).unwrap();
            assert!(
                why.starts_with("reader.safetensors has the hash ") && why.contains("MANIFEST.toml says "),
                "{why}"
            );
            flipped[at] ^= 1;
        }
        assert!(differs("reader", &BYTES[..BYTES.len() - 1]).is_some());
    }

    #[test]
    fn what_is_missing_or_of_another_kind_is_said() {
        let weights = Weights::embedded().unwrap();
        assert!(weights.matrix("nothing").unwrap_err().starts_with("nothing: "));
        assert!(weights.table("flags").unwrap_err().starts_with("flags: "));
        assert!(weights.rows("pieces").unwrap_err().starts_with("pieces: "));
    }

    #[test]
    fn a_container_that_is_cut_off_is_refused() {
        assert_eq!(refusal(BYTES), "");
        for length in [0, 7, 8, 9, 1000, BYTES.len() / 2, BYTES.len() - 1] {
            let why = refusal(&BYTES[..length]);
            assert!(why.starts_with("the weights are broken: "), "{length}: {why}");
        }
        assert!(refusal(&[BYTES, b"\0"].concat()).starts_with("the weights are broken: "));
    }

    #[test]
    fn another_format_is_refused() {
        let check = |format: serde_json::Value, expected: &str| {
            assert_eq!(refusal(&with_header(|header| header["__metadata__"] = format)), expected);
        };
        let newer = serde_json::json!({"format": "copydesk-reader-2"});
        check(newer, "the weights are of the format “copydesk-reader-2” and not “copydesk-reader-1”");
        check(serde_json::json!({}), "the weights do not say that their format is “copydesk-reader-1”");
        check(serde_json::json!({"format": FORMAT, "more": "welcome"}), "");
    }

    /// Each of them said with its name and both shapes.
    #[test]
    fn other_shapes_are_refused() {
        let check = |name: &str, shape: [usize; 2], expected: &str| {
            let why = refusal(&with_header(|header| header[name]["shape"] = serde_json::json!(shape)));
            assert_eq!(why, expected);
        };
        check("layer.2", [192, 288], "layer.2: 192 biases for 288 columns");
        check("layer.1", [576, 96], "layer.1: 192 biases for 96 columns");
        check("flags", [96, 73], "flags: 96 × 73 numbers and not 73 × 96");
        check("said", [1, 448], "said: 1 biases for 448 columns");
        check("hashed.3", [96, 300], "hashed.3: shape [96, 300] with 300 scales");
        check("spans.steps", [49, 1], "spans: 49 × 1 steps, 7 starts");
        let swap = |one: &'static str, other: &'static str| {
            refusal(&with_header(|header| {
                let kept = header[one].clone();
                header[one] = header[other].clone();
                header[other] = kept;
            }))
        };
        assert_eq!(swap("first", "layer.0"), "layer.0: 192 biases for 256 columns");
        assert_eq!(swap("norm", "spans.bias"), "norm: 7 gains and 96 biases");
        let why = swap("hashed.0.scale", "hashed.1.scale");
        assert_eq!(why, "hashed.0: shape [6000, 96] with 1500 scales");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let mut bytes = BYTES.to_vec();
        let numbers = bytes.len() - usize::try_from(u64::from_le_bytes(BYTES[..8].try_into().unwrap())).unwrap();
        assert!(numbers > 1 << 20);
        let start = BYTES.len() - (numbers - 8);
        // The first tensor of the container.
        bytes[start + 4..start + 8].copy_from_slice(&f32::NAN.to_le_bytes());
        assert_eq!(refusal(&bytes), "first: its 2th number is NaN");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever the header says: an answer, no panic.
        #[test]
        fn a_damaged_header_is_no_panic(damage in prop::collection::vec((0..3300_usize, any::<u8>()), 1..4)) {
            let mut bytes = BYTES.to_vec();
            damage.iter().for_each(|(at, byte)| bytes[*at] = *byte);
            prop_assert!(refusal(&bytes).len() < 1000);
        }
    }
}
