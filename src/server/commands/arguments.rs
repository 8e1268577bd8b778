//! The arguments of a command: anything at all may come, and what is wrong is said in one sentence.

use std::path::PathBuf;

use lsp_types::Url;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_lsp::jsonrpc::Error;

use super::super::uri;
use super::answer::invalid;

/// What came with a command.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// The command, for messages.
    pub command: String,
    /// What came.
    pub values: Vec<Value>,
}

impl Arguments {
    /// A field of the first argument; `None` when it is missing or null.
    ///
    /// # Errors
    /// When the first argument is something else than an object.
    pub fn field(&self, name: &str) -> Result<Option<&Value>, Error> {
        match self.values.first() {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(fields)) => Ok(fields.get(name).filter(|value| !value.is_null())),
            Some(_) => Err(self.wrong("its argument is an object, {\"uri\": …}")),
        }
    }

    /// A text in the first argument.
    ///
    /// # Errors
    /// When it is there and no text.
    pub fn text(&self, name: &str) -> Result<Option<&str>, Error> {
        let text = |value: &'_ Value| value.as_str().is_none();
        match self.field(name)? {
            Some(value) if text(value) => Err(self.wrong(&format!("“{name}” is a text"))),
            value => Ok(value.and_then(Value::as_str)),
        }
    }

    /// The file that the first argument names; `None` when it names none.
    ///
    /// # Errors
    /// When it is no file of this machine.
    pub fn path(&self) -> Result<Option<PathBuf>, Error> {
        let Some(text) = self.text("uri")? else { return Ok(None) };
        let url = Url::parse(text).map_err(|_| self.wrong(&format!("“{text}” is no URI")))?;
        let path = uri::local_path(text);
        let scheme = url.scheme();
        path.map(Some).ok_or_else(|| {
            invalid(match scheme {
                "untitled" => "this document is not saved yet; save it as a file first".to_owned(),
                _ => format!("{scheme}: Copydesk works on files of this machine only; open a copy of it from the disk"),
            })
        })
    }

    /// The file that the first argument has to name.
    ///
    /// # Errors
    /// When it is missing or no file of this machine.
    pub fn file(&self) -> Result<PathBuf, Error> {
        self.path()?.ok_or_else(|| self.wrong("say which article: {\"uri\": …}"))
    }

    /// An argument by its place.
    ///
    /// # Errors
    /// When it is missing or of another type; `what` says what it should be.
    pub fn at<T: DeserializeOwned>(&self, place: usize, what: &str) -> Result<T, Error> {
        let value = self.values.get(place).cloned().unwrap_or_default();
        serde_json::from_value(value).map_err(|_| self.wrong(what))
    }

    fn wrong(&self, what: &str) -> Error {
        invalid(format!("{}: {what}", self.command))
    }
}
