//! Lenses tell of other articles: when those change, an editor has to be told that its lenses are old.

use super::super::view::View;
use super::state::{Lenses, Owner};
use super::tell::{ClientMessage, Refresh};
use crate::corpus::Place;
use crate::ide::code_lens::{CodeLens, CodeLensAct, code_lens};

impl Owner {
    /// Has lenses fetched anew when those of an open article changed without an edit of it: after an edit the editor
    /// asks by itself, and lenses fetched at every keystroke flicker.
    pub(super) fn watch_lenses(&mut self, view: &View) {
        let features = self.client.features;
        if !features.lenses || !features.refreshes_lenses {
            return;
        }
        // A place in an open article moves with every edit of it, and is close enough.
        let closed = |place: &Place| !self.buffers.contains_key(&*view.snapshot.article(place.article).key);
        let said = |lens: CodeLens| {
            let (CodeLensAct::Places(places) | CodeLensAct::Compare { places, .. }) = lens.act;
            (lens.title, places.into_iter().filter(closed).map(|place| place.span).collect::<Vec<_>>())
        };
        let lenses = |key: &str| -> Lenses {
            let lenses = view.article(key).map(|article| code_lens(&view.snapshot, article)).unwrap_or_default();
            lenses.into_iter().map(said).collect()
        };
        let now = self.buffers.iter().map(|(key, buffer)| (key.clone(), (buffer.version, lenses(key))));
        let now = now.collect();
        let before = std::mem::replace(&mut self.lenses, now);
        let is_old = |(key, (version, lenses)): (&String, &(i32, Lenses))| {
            before.get(key).is_some_and(|(old_version, old)| old_version == version && old != lenses)
        };
        if self.lenses.iter().any(is_old) {
            let _ = self.tell.send(ClientMessage::Refresh(Refresh::Lenses));
        }
    }
}
