//! The protocol's methods: each reads its parameters, asks, and encodes. State changes come before the first
//! `await`; nothing here waits for the client.

use std::sync::Arc;

use lsp_types::request::{GotoImplementationParams, GotoImplementationResponse};
use lsp_types::*;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::{Client, LanguageServer};
use tracing::{info, warn};

use super::capabilities::{self, ClientCapabilities};
use super::commands::{self, Act, Arguments, Done, Run, acts};
use super::disk::{Hooks, Turns};
use super::owner::{ClientMessage, Owner, Pace, Refresh};
use super::progress::Reporter;
use super::queue::{Queue, Scope};
use super::requests::coverage;
use super::requests::structure::{self, SentTokens};
use super::session::Session;
use super::uri::{self, Style};
use super::view::View;
use super::watch::Watcher;
use super::{from_proto, requests};
use crate::corpus::ArticleId;

/// How many requests are worked on at a time; the others wait in their order.
const WORKERS: usize = 4;

/// The parameters of `copydesk/text`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenText {
    /// Of which document.
    pub text_document: TextDocumentIdentifier,
}

/// The server behind tower-lsp's trait.
pub struct Backend {
    client: Client,
    session: Arc<Session>,
    reporter: Arc<Reporter>,
    workers: Arc<Semaphore>,
    /// Whose turn it is to act.
    acts: Turns,
    /// Whose turn it is to look at the disk for a request.
    looks: Turns,
    sent_tokens: SentTokens,
}

impl Backend {
    /// Starts the owner of the corpus, and the task that tells the client what it finds. Needs a tokio runtime.
    pub fn new(client: Client, pace: Pace, hooks: Hooks) -> Self {
        let queue = Arc::new(Queue::default());
        let (tell, told) = mpsc::unbounded_channel();
        if let Err(error) = Owner::start(Arc::clone(&queue), tell, pace, hooks) {
            tracing::error!("no thread for the corpus: {error}");
        }
        let session = Arc::new(Session::new(queue));
        let watcher = Arc::new(Watcher::new(client.clone(), Arc::clone(&session)));
        let reporter = Arc::new(Reporter::new(client.clone(), Arc::clone(&session)));
        tokio::spawn(relay(client.clone(), told, watcher, Arc::clone(&reporter)));
        Self {
            client,
            session,
            reporter,
            workers: Arc::new(Semaphore::new(WORKERS)),
            acts: Turns::default(),
            looks: Turns::default(),
            sent_tokens: SentTokens::default(),
        }
    }

    /// The session's state.
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// Runs `work` on a view with exactly the edits so far, off the reader. Up to the first `await` this runs in
    /// message order; a cancelled request drops it, and a panic in `work` is this request's error alone.
    async fn ask<T, F>(&self, scope: Scope, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&View) -> T + Send + 'static,
    {
        self.ask_for(scope, None, work).await
    }

    /// [`Backend::ask`] for the document of a key: it waits until that is read.
    async fn ask_for<T, F>(&self, scope: Scope, about: Option<String>, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&View) -> T + Send + 'static,
    {
        let view = self.session.ask(scope, about).await.map_err(|_| failed())?;
        let permit = Arc::clone(&self.workers).acquire_owned().await.map_err(|_| failed())?;
        let worker = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&view)
        });
        worker.await.map_err(|_| failed())
    }

    /// [`Backend::ask`] about a document; `None` when it is no article here.
    async fn ask_about<T, F>(&self, uri: &Url, work: F) -> Result<Option<T>>
    where
        T: Send + 'static,
        F: FnOnce(&View, ArticleId) -> Option<T> + Send + 'static,
    {
        self.ask_about_in(Scope::Near, uri, work).await
    }

    /// The same, with a choice of how far it looks.
    async fn ask_about_in<T, F>(&self, scope: Scope, uri: &Url, work: F) -> Result<Option<T>>
    where
        T: Send + 'static,
        F: FnOnce(&View, ArticleId) -> Option<T> + Send + 'static,
    {
        let key = uri::key(uri.as_str(), Style::HERE);
        let about = Some(key.clone());
        self.ask_for(scope, about, move |view| view.article(&key).and_then(|article| work(view, article))).await
    }

    /// `window/workDoneProgress/cancel`
    pub async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        self.reporter.cancel(&params.token);
    }

    /// `copydesk/text`: an open document as the server has it, for tests and tools; null for one that is not open or is
    /// out of step.
    pub async fn text(&self, params: OpenText) -> Result<Option<String>> {
        Ok(self.session.text(&params.text_document.uri))
    }

    /// Acts when the acts before are done, off the reader: a disk, or another program that changes the same file, may
    /// take its time. Who no longer waits for the answer does not undo it.
    async fn act(&self, act: Act, arguments: Arguments) -> Result<Value> {
        let turn = self.acts.turn().await;
        let (client, session) = (self.client.clone(), Arc::clone(&self.session));
        let acted = tokio::spawn(async move {
            let acting = Arc::clone(&session);
            let mut done = turn.run(move || act(&acting, &arguments)).await.ok_or_else(failed)??;
            let answer = std::mem::take(&mut done.answer);
            tokio::spawn(follow_up(client, session, done));
            Ok(answer)
        });
        acted.await.map_err(|_| failed())?
    }

    /// Asks the client for its settings, in a task of its own.
    fn pull_settings(&self) {
        if !self.session.client().configuration {
            return;
        }
        let (client, session) = (self.client.clone(), Arc::clone(&self.session));
        tokio::spawn(async move {
            let item = ConfigurationItem { scope_uri: None, section: Some("copydesk".to_owned()) };
            match client.configuration(vec![item]).await {
                Ok(settings) => apply_settings(&session, settings.first().unwrap_or(&Value::Null)),
                Err(error) => warn!("the client gives no settings: {error}"),
            }
        });
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.session.end();
    }
}

/// Has the client do what an act has left to it.
async fn follow_up(client: Client, session: Arc<Session>, done: Done) {
    let Done { edit, entry, show, .. } = done;
    if let Some(edit) = edit
        && !matches!(client.apply_edit(edit).await, Ok(answer) if answer.applied)
    {
        session.edit_refused();
        return client.show_message(MessageType::WARNING, acts::left_undone(None)).await;
    }
    entry.into_iter().for_each(|entry| session.journal().note(entry));
    let Some(place) = show else { return };
    let shown = client.show_document(Done::show_params(place.clone())).await;
    if !matches!(shown, Ok(true)) {
        client.show_message(MessageType::WARNING, acts::left_undone(Some(&place))).await;
    }
}

fn apply_settings(session: &Session, settings: &Value) {
    if let Some(name) = from_proto::annotator(settings) {
        session.set_annotator(name);
    }
    if let Some(always) = from_proto::enabled_always(settings) {
        session.set_always(always);
    }
}

fn failed() -> Error {
    Error {
        message: "Copydesk failed on this request; standard error has the details".into(),
        ..Error::internal_error()
    }
}

/// Tells the client, one thing after the other; requests of ours get a task each, which is never dropped.
async fn relay(
    client: Client,
    mut told: mpsc::UnboundedReceiver<ClientMessage>,
    watcher: Arc<Watcher>,
    reporter: Arc<Reporter>,
) {
    while let Some(tell) = told.recv().await {
        match tell {
            ClientMessage::Diagnostics { uri, diagnostics, version } => {
                client.publish_diagnostics(uri, diagnostics, version).await;
            }
            ClientMessage::Log(message) => client.log_message(MessageType::WARNING, message).await,
            ClientMessage::Warn(message) => client.show_message(MessageType::WARNING, message).await,
            ClientMessage::Watch(watched) => watcher.follow(watched),
            ClientMessage::Reading(reading, before) => reporter.reading(&reading, &before).await,
            ClientMessage::Rest(status) => reporter.at_rest(status).await,
            ClientMessage::Refresh(what) => {
                let client = client.clone();
                tokio::spawn(async move {
                    let _ = match what {
                        Refresh::Hints => client.inlay_hint_refresh().await,
                        Refresh::Tokens => client.semantic_tokens_refresh().await,
                        Refresh::Lenses => client.code_lens_refresh().await,
                    };
                });
            }
        }
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = ClientCapabilities::new(&params.capabilities);
        let always = params.initialization_options.as_ref().and_then(from_proto::enabled_always).unwrap_or(false);
        self.session.greet(client, from_proto::folders(&params), always);
        self.session.set_annotator(params.initialization_options.as_ref().and_then(from_proto::annotator).flatten());
        let commands = commands::COMMANDS.iter().map(|command| command.name.to_owned()).collect();
        Ok(capabilities::initialize_result(&client, commands))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.session.settle();
        self.pull_settings();
        info!("ready");
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.session.open(params.text_document);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.session.change(&params.text_document.uri, params.text_document.version, params.content_changes);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        let uri = Value::from(params.text_document.uri.as_str());
        let arguments = Arguments { command: "save".to_owned(), values: vec![serde_json::json!({ "uri": uri })] };
        if let Err(error) = self.act(commands::judge::saved, arguments).await {
            warn!("the annotations of a saved article are as they were: {}", error.message);
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.session.close(&params.text_document.uri);
        self.sent_tokens.forget(&uri::key(params.text_document.uri.as_str(), Style::HERE));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        apply_settings(&self.session, &params.settings);
        self.pull_settings();
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: Vec<WorkspaceFolder>| {
            folders.iter().filter_map(|folder| uri::local_path(folder.uri.as_str())).collect::<Vec<_>>()
        };
        self.session.change_folders(paths(params.event.added), &paths(params.event.removed));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|change| uri::local_path(change.uri.as_str()));
        self.session.files_changed(paths.collect());
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        self.session.files_changed(params.files.iter().filter_map(|file| uri::local_path(&file.uri)).collect());
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        let both = params.files.iter().flat_map(|file| [&file.old_uri, &file.new_uri]);
        self.session.files_changed(both.filter_map(|uri| uri::local_path(uri)).collect());
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        self.session.files_changed(params.files.iter().filter_map(|file| uri::local_path(&file.uri)).collect());
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        self.ask_about(&at.text_document.uri, move |view, article| requests::hover(view, article, at.position)).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let uri = at.text_document.uri;
        self.ask_about(&uri, move |view, article| requests::definition(view, article, at.position)).await
    }

    async fn goto_implementation(
        &self,
        params: GotoImplementationParams,
    ) -> Result<Option<GotoImplementationResponse>> {
        let at = params.text_document_position_params;
        let uri = at.text_document.uri;
        self.ask_about_in(Scope::All, &uri, move |view, article| requests::implementation(view, article, at.position))
            .await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let at = params.text_document_position;
        let uri = at.text_document.uri;
        self.ask_about_in(Scope::All, &uri, move |view, article| requests::references(view, article, at.position)).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let at = params.text_document_position_params;
        let uri = at.text_document.uri;
        self.ask_about(&uri, move |view, article| requests::highlights(view, article, at.position)).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.ask_about(&params.text_document.uri, requests::document_symbols).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        self.ask(Scope::All, move |view| Some(requests::workspace_symbols(view, &params.query))).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.ask_about(&params.text_document.uri, move |view, article| {
            Some(requests::inlay_hints(view, article, params.range))
        })
        .await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let desk = self.session.desk();
        let about = uri::key(params.text_document.uri.as_str(), Style::HERE);
        let view = self.session.ask(Scope::Near, Some(about)).await.map_err(|_| failed())?;
        // They look at the disk, which may take its time: not on a worker that others wait for.
        let look = move || requests::code_actions::code_actions(&view, &desk, &params);
        self.looks.turn().await.run(look).await.map(Some).ok_or_else(failed)
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        let command = commands::find(&params.command)?;
        let arguments = Arguments { command: params.command, values: params.arguments };
        let answer = match command.run {
            Run::ClientMessage(tell) => tell(&self.reporter),
            Run::Act(act) => self.act(act, arguments).await?,
            Run::Look(look) => {
                let session = Arc::clone(&self.session);
                self.ask(Scope::All, move |view| look(view, &session, &arguments)).await??
            }
        };
        Ok(Some(answer).filter(|answer| !answer.is_null()))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let uri = params.text_document.uri;
        self.ask_about(&uri, |view, article| Some(structure::folding_ranges(view, article))).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.ask_about(&params.text_document.uri, move |view, article| {
            Some(structure::selection_ranges(view, article, &params.positions))
        })
        .await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let sent = self.sent_tokens.clone();
        self.ask_about(&params.text_document.uri, move |view, article| sent.full(view, article)).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let sent = self.sent_tokens.clone();
        let previous = params.previous_result_id;
        self.ask_about(&params.text_document.uri, move |view, article| sent.delta(view, article, &previous)).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let range = params.range;
        let uri = params.text_document.uri;
        self.ask_about(&uri, move |view, article| structure::semantic_tokens_range(view, article, range)).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let uri = params.text_document.uri;
        self.ask_about(&uri, |view, article| Some(coverage::document_links(view, article))).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri;
        self.ask_about(&uri, |view, article| Some(coverage::code_lenses(view, article))).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let at = params.text_document_position_params;
        let uri = at.text_document.uri;
        self.ask_about(&uri, move |view, article| coverage::prepare_citing(view, article, at.position)).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let item = params.item;
        let uri = item.uri.clone();
        self.ask_about_in(Scope::All, &uri, move |view, article| Some(coverage::incoming(view, article, &item))).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let item = params.item;
        let uri = item.uri.clone();
        self.ask_about_in(Scope::All, &uri, move |view, article| Some(coverage::outgoing(view, article, &item))).await
    }

    async fn prepare_type_hierarchy(
        &self,
        params: TypeHierarchyPrepareParams,
    ) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let at = params.text_document_position_params;
        let uri = at.text_document.uri;
        self.ask_about(&uri, move |view, article| coverage::prepare_hierarchy(view, article, at.position)).await
    }

    async fn supertypes(&self, params: TypeHierarchySupertypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let item = params.item;
        let uri = item.uri.clone();
        self.ask_about_in(Scope::All, &uri, move |view, article| Some(coverage::supertypes(view, article, &item))).await
    }

    async fn subtypes(&self, params: TypeHierarchySubtypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let item = params.item;
        let uri = item.uri.clone();
        self.ask_about_in(Scope::All, &uri, move |view, article| Some(coverage::subtypes(view, article, &item))).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp::LspService;

    #[tokio::test]
    async fn a_panic_while_answering_is_that_requests_error() {
        let (service, _socket) = LspService::new(|client| Backend::new(client, Pace::default(), Hooks::default()));
        let backend = service.inner();
        let answer: Result<()> = backend.ask(Scope::Near, |_| panic!("on purpose")).await;
        assert_eq!(answer.unwrap_err().code.code(), -32603);
        assert_eq!(backend.ask(Scope::All, |view| view.snapshot.articles.len()).await, Ok(0));
    }
}
