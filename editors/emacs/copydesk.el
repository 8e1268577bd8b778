;;; copydesk.el --- News articles through eglot and Copydesk -*- lexical-binding: t -*-

;; Copyright (C) The Copydesk authors
;; License: MIT OR Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages, wp

;;; Commentary:

;; Put `copydesk' on your PATH and this folder on your load path, then
;;
;;   (require 'copydesk)
;;
;; Text files at or below a copydesk.toml get the server, and lines that
;; break at words; other text is left alone.  `M-x copydesk-turn-on'
;; makes the file.  Emacs 29 has eglot; Emacs 28 needs the package.

;;; Code:

(require 'eglot)
(require 'jsonrpc)
(require 'project)
(require 'subr-x)

(defgroup copydesk nil
  "News articles through a language server."
  :group 'text)

(defcustom copydesk-program "copydesk"
  "The server's program, a name on the PATH or a file."
  :type 'string
  :risky t)

(defvar copydesk--said nil
  "What was said once already.")

(defun copydesk--say-once (text)
  "Show TEXT, unless it was shown before."
  (unless (member text copydesk--said)
    (push text copydesk--said)
    (message "%s" text)))

(defun copydesk--missing ()
  "Return a sentence when the program is not there."
  (unless (executable-find copydesk-program)
    (format "Copydesk: there is no program \"%s\"; install it, or set copydesk-program"
            copydesk-program)))

(defun copydesk-root (&optional directory)
  "Return the folder of the copydesk.toml at or above DIRECTORY, or nil."
  (when-let ((root (locate-dominating-file (or directory default-directory) "copydesk.toml")))
    (file-name-as-directory (expand-file-name root))))

(defun copydesk-project (directory)
  "Return the Copydesk workspace that DIRECTORY is in, for `project-find-functions'.
Only articles are asked about: code beside them has a project of its own."
  (when (eq major-mode 'text-mode)
    (when-let ((root (copydesk-root directory)))
      (cons 'transient root))))

(defun copydesk-ensure ()
  "Serve this buffer when it is an article of a Copydesk workspace."
  (when (and buffer-file-name
             ;; Markdown, LaTeX and mail derive from it and are something else.
             (eq major-mode 'text-mode)
             (not (file-remote-p buffer-file-name))
             (copydesk-root))
    (visual-line-mode 1)
    (let ((missing (copydesk--missing)))
      (if missing
          (copydesk--say-once missing)
        ;; Here only, so that eglot in other text modes stays as it is.
        (setq-local eglot-server-programs
                    (cons `((text-mode :language-id "plaintext") . (,copydesk-program "lsp"))
                          eglot-server-programs))
        (eglot-ensure)))))

;;;###autoload
(add-hook 'text-mode-hook #'copydesk-ensure)
(add-hook 'project-find-functions #'copydesk-project)

;;; Commands

(defun copydesk--execute (command &rest arguments)
  "Run the server's COMMAND on ARGUMENTS and return its answer."
  (let ((server (or (eglot-current-server)
                    (user-error "Copydesk: off here; M-x copydesk-turn-on turns it on"))))
    (condition-case problem
        (jsonrpc-request server :workspace/executeCommand
                         (list :command command :arguments (vconcat arguments)))
      (jsonrpc-error
       (user-error "Copydesk: %s" (or (alist-get 'jsonrpc-error-message (cddr problem))
                                      (error-message-string problem)))))))

(defun copydesk--uri ()
  "Return the URI of this buffer as the server knows it."
  (plist-get (eglot--TextDocumentIdentifier) :uri))

(defun copydesk--visit (uri)
  "Open the article at URI."
  (find-file (if (fboundp 'eglot-uri-to-path) (eglot-uri-to-path uri) (eglot--uri-to-path uri))))

(defun copydesk-turn-on (folder)
  "Make FOLDER a Copydesk workspace, and serve the articles that are open."
  (interactive (list (read-directory-name "Turn Copydesk on in: ")))
  (when-let ((missing (copydesk--missing)))
    (user-error "%s" missing))
  (with-temp-buffer
    (unless (zerop (call-process copydesk-program nil t nil "init" (expand-file-name folder)))
      (user-error "%s" (string-trim (buffer-string)))))
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (and buffer-file-name (file-in-directory-p buffer-file-name folder))
        (copydesk-ensure))))
  (message "Copydesk: on in %s; copydesk.toml there is to be filled in" folder))

(defun copydesk-set-date (date)
  "Write the DATE of this article, YYYY-MM-DD, to copydesk.toml."
  (interactive "sPublished on (YYYY-MM-DD): ")
  (copydesk--execute "copydesk.setDate" (list :uri (copydesk--uri) :value date)))

(defun copydesk-set-outlet (outlet)
  "Write the OUTLET of this article to copydesk.toml."
  (interactive "sPublished by: ")
  (copydesk--execute "copydesk.setOutlet" (list :uri (copydesk--uri) :value outlet)))

(defun copydesk-set-role (role)
  "Mark this article as a draft or a clipping, as ROLE says."
  (interactive (list (completing-read "Role: " '("draft" "clipping") nil t)))
  (copydesk--execute "copydesk.setRole" (list :uri (copydesk--uri) :value role)))

(defun copydesk-articles ()
  "Choose an article of this workspace by its label, and open it."
  (interactive)
  (let* ((articles (append (copydesk--execute "copydesk.articles") nil))
         (rows (mapcar (lambda (article) (cons (plist-get article :label) (plist-get article :uri))) articles))
         (row (completing-read "Article: " rows nil t)))
    (copydesk--visit (cdr (assoc row rows)))))

(provide 'copydesk)
;;; copydesk.el ends here
