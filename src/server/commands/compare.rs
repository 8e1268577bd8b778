//! `copydesk.compare`: two articles side by side.

use serde_json::Value;
use tower_lsp::jsonrpc::Error;

use super::super::requests::coverage;
use super::super::session::Session;
use super::super::view::View;
use super::answer::{invalid, refused, to_value};
use super::arguments::Arguments;

/// The statements that two articles have, and where their words differ.
pub(super) fn compare(view: &View, _: &Session, arguments: &Arguments) -> Result<Value, Error> {
    let missing = || invalid("copydesk.compare: say which two articles: {\"uri\": …, \"other\": …}");
    let here = arguments.text("uri")?.ok_or_else(missing)?;
    let there = arguments.text("other")?.ok_or_else(missing)?;
    coverage::compared(view, here, there).map(|found| to_value(&found)).map_err(refused)
}
