# Copydesk in Kakoune with kakoune-lsp 18 or newer. Put `copydesk` on your PATH and in your kakrc, after kak-lsp:
#   source /path/to/copydesk/editors/kakoune/copydesk.kak
# Text files at or below a copydesk.toml get the server and lines that break at words; other text is left alone.

# Kakoune gives plain text no filetype: an article gets one of its own.
hook -group copydesk global BufCreate .*\.txt %{
    evaluate-commands %sh{
        folder=$(dirname "$kak_buffile")
        while [ "$folder" != / ] && [ "$folder" != . ] && ! [ -e "$folder/copydesk.toml" ]; do
            folder=$(dirname "$folder")
        done
        if [ -e "$folder/copydesk.toml" ]; then
            echo 'set-option buffer filetype news'
        fi
    }
}

hook -group copydesk global BufSetOption filetype=news %{
    # Without kakoune-lsp there are no such options, and the rest still works.
    try %{
        set-option buffer lsp_language_id plaintext
        set-option buffer lsp_servers %{
            [copydesk]
            root_globs = ["copydesk.toml"]
            command = "copydesk"
            args = ["lsp"]
            settings_section = "copydesk"
        }
    }
}

hook -group copydesk global WinSetOption filetype=news %{
    # An article has a paragraph on a line.
    try %{ add-highlighter window/copydesk wrap -word -indent }
    try %{
        lsp-enable-window
        lsp-inlay-hints-enable window
    }
    hook -once -always window WinSetOption filetype=.* %{
        try %{ remove-highlighter window/copydesk }
    }
}
