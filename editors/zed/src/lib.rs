//! Starts Copydesk in Zed: finds the program and hands the user's settings on. Everything else is the server's.

use zed_extension_api::settings::{CommandSettings, LspSettings};
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree, serde_json};

/// What the extension keeps: nothing, since each folder has settings of its own.
struct Copydesk;

impl zed::Extension for Copydesk {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree).ok().and_then(|settings| settings.binary);
        let CommandSettings { path, arguments, env } =
            binary.unwrap_or(CommandSettings { path: None, arguments: None, env: None });
        let command = path.or_else(|| worktree.which("copydesk")).ok_or_else(|| {
            "There is no program \"copydesk\" on the PATH; install it, or set lsp.copydesk.binary.path.".to_owned()
        })?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_owned()]),
            env: env.unwrap_or_default().into_iter().collect(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree).ok().and_then(|settings| settings.initialization_options))
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree).ok().and_then(|settings| settings.settings);
        // The server asks for the section "copydesk".
        Ok(settings.map(|settings| serde_json::json!({ "copydesk": settings })))
    }
}

zed::register_extension!(Copydesk);
