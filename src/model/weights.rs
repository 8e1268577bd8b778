//! The weights in the binary: a safetensors container, checked against its manifest.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};
use safetensors::{Dtype, SafeTensors};

/// The container, written by `training/export.py`.
const BYTES: &[u8] = include_bytes!("data/reader.safetensors");

/// All weights by name.
pub struct Weights {
    tensors: SafeTensors<'static>,
}

/// Rows of numbers, one behind the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// All of them.
    pub values: Vec<f32>,
    /// Numbers a row, at least 1.
    pub width: usize,
}

impl Rows {
    /// So many rows of zeros.
    pub fn zeros(count: usize, width: usize) -> Self {
        Self { values: vec![0.0; count * width], width: width.max(1) }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.values.len() / self.width
    }

    /// True when there is no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Each row.
    pub fn iter(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values.chunks_exact(self.width)
    }

    /// Each row, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::ChunksExactMut<'_, f32> {
        self.values.chunks_exact_mut(self.width)
    }

    /// One row; empty when there is none.
    pub fn row(&self, at: usize) -> &[f32] {
        self.values.get(at * self.width..(at + 1) * self.width).unwrap_or(&[])
    }
}

/// A matrix with its bias: rows of input, columns of output.
#[derive(Debug)]
pub struct Matrix {
    /// Rows of input, columns of output.
    pub weight: Array2<f32>,
    /// One a column.
    pub bias: Vec<f32>,
}

impl Matrix {
    /// Multiplies each row, and adds the bias. Rows of another width than the matrix takes give zeros.
    pub fn of(&self, rows: &Rows) -> Rows {
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
pub struct Norm {
    /// What each value is multiplied with.
    pub gain: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    /// Norms one row.
    pub fn apply(&self, row: &mut [f32]) {
        let count = row.len().max(1) as f32;
        let mean = row.iter().sum::<f32>() / count;
        let spread = row.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / count;
        let scale = 1.0 / (spread + 1e-5).sqrt();
        for ((value, gain), bias) in row.iter_mut().zip(&self.gain).zip(&self.bias) {
            *value = (*value - mean) * scale * gain + bias;
        }
    }
}

/// Rows of int8, each with a scale.
#[derive(Debug)]
pub struct Table {
    rows: &'static [u8],
    scales: Vec<f32>,
    width: usize,
}

impl Table {
    /// How many rows.
    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    /// How many values a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Adds a row times `share`; nothing for a row that there is not, which stands for what is unknown.
    pub fn add(&self, row: u32, share: f32, to: &mut [f32]) {
        let row = row as usize;
        let Some(scale) = self.scales.get(row) else { return };
        let scale = scale * share;
        let Some(bytes) = self.rows.get(row * self.width..(row + 1) * self.width) else { return };
        for (value, byte) in to.iter_mut().zip(bytes) {
            *value += f32::from(byte.cast_signed()) * scale;
        }
    }
}

impl Weights {
    /// The weights in the binary; the error says what is wrong with them, which a test finds before a user can.
    pub fn embedded() -> Result<Self, String> {
        let tensors = SafeTensors::deserialize(BYTES).map_err(|error| format!("the weights are broken: {error}"))?;
        Ok(Self { tensors })
    }

    fn view(&self, name: &str, dtype: Dtype) -> Result<(Vec<usize>, &'static [u8]), String> {
        let view = self.tensors.tensor(name).map_err(|error| format!("{name}: {error}"))?;
        if view.dtype() != dtype {
            return Err(format!("{name}: {:?} and not {dtype:?}", view.dtype()));
        }
        Ok((view.shape().to_vec(), view.data()))
    }

    fn floats(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>), String> {
        let (shape, bytes) = self.view(name, Dtype::F32)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        Ok((shape, numbers.iter().map(|number| f32::from_le_bytes(*number)).collect()))
    }

    /// Rows of f32.
    pub fn rows(&self, name: &str) -> Result<Rows, String> {
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
    pub fn matrix(&self, name: &str) -> Result<Matrix, String> {
        let weight = self.plain(name)?;
        let (_, bias) = self.floats(&format!("{name}.bias"))?;
        if bias.len() != weight.ncols() {
            return Err(format!("{name}: {} biases for {} columns", bias.len(), weight.ncols()));
        }
        Ok(Matrix { weight, bias })
    }

    /// A layer norm.
    pub fn norm(&self, name: &str) -> Result<Norm, String> {
        let (_, gain) = self.floats(name)?;
        let (_, bias) = self.floats(&format!("{name}.bias"))?;
        if gain.len() != bias.len() {
            return Err(format!("{name}: {} gains and {} biases", gain.len(), bias.len()));
        }
        Ok(Norm { gain, bias })
    }

    /// A table of int8.
    pub fn table(&self, name: &str) -> Result<Table, String> {
        let (shape, rows) = self.view(name, Dtype::I8)?;
        let (_, scales) = self.floats(&format!("{name}.scale"))?;
        match shape[..] {
            [count, width] if scales.len() == count && rows.len() == count * width => Ok(Table { rows, scales, width }),
            _ => Err(format!("{name}: shape {shape:?} with {} scales", scales.len())),
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// Weights of another training must not come in by accident.
    #[test]
    fn the_weights_are_those_of_the_manifest() {
        let manifest: toml::Table = include_str!("data/MANIFEST.toml").parse().unwrap();
        let digest: String = Sha256::digest(BYTES).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(manifest["reader"]["sha256"].as_str(), Some(&*digest));
    }

    #[test]
    fn what_is_missing_or_of_another_kind_is_said() {
        let weights = Weights::embedded().unwrap();
        assert!(weights.matrix("nothing").unwrap_err().starts_with("nothing: "));
        assert!(weights.table("flags").unwrap_err().starts_with("flags: "));
        assert!(weights.rows("pieces").unwrap_err().starts_with("pieces: "));
    }
}
