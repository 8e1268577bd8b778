//! The files for other editors are well formed, and name this version.

use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn toml(path: &str) -> toml::Table {
    read(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Sublime Text allows comments; these files keep them on lines of their own.
fn json(path: &str) -> serde_json::Value {
    let text = read(path);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    serde_json::from_str(&lines.join("\n")).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn helix_starts_it_for_text_of_a_workspace_only() {
    let settings = toml("helix/languages.toml");
    let server = &settings["language-server"]["copydesk"];
    assert_eq!(server["command"].as_str(), Some("copydesk"));
    assert_eq!(server["args"].as_array().map(Vec::len), Some(1));
    assert_eq!(server["required-root-patterns"][0].as_str(), Some("copydesk.toml"));
    let language = &settings["language"][0];
    assert_eq!(language["roots"][0].as_str(), Some("copydesk.toml"));
    assert_eq!(language["language-servers"][0].as_str(), Some("copydesk"));
}

#[test]
fn zed_knows_its_server() {
    let extension = toml("zed/extension.toml");
    assert_eq!(extension["id"].as_str(), Some("copydesk"));
    assert_eq!(extension["language_servers"]["copydesk"]["languages"][0].as_str(), Some("Plain Text"));
}

#[test]
fn sublime_text_is_off_until_a_project_turns_it_on() {
    let client = &json("sublime/LSP.sublime-settings")["clients"]["copydesk"];
    assert_eq!(client["command"], serde_json::json!(["copydesk", "lsp"]));
    assert_eq!(client["enabled"], false);
    let project = json("sublime/articles.sublime-project");
    assert_eq!(project["settings"]["LSP"]["copydesk"]["enabled"], true);
}

#[test]
fn all_name_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(toml("zed/extension.toml")["version"].as_str(), Some(version));
    assert_eq!(toml("zed/Cargo.toml")["package"]["version"].as_str(), Some(version));
    for (path, line) in [
        ("nvim/lua/copydesk/server.lua", format!("M.wanted = '{version}'")),
        ("emacs/copydesk.el", format!(";; Version: {version}")),
    ] {
        assert!(read(path).lines().any(|own| own == line), "{path} has no line: {line}");
    }
}
