;;; e2e.el --- Real Emacs and eglot over a copy of the sample articles -*- lexical-binding: t -*-
;; COPYDESK=target/debug/copydesk emacs -Q --batch -l tests/emacs/e2e.el
;; Attach, diagnostics, hover, definition, references, outline, edit, stop, through editors/emacs/copydesk.el.
;; Exits 0 or 1.

(require 'cl-lib)
;; Emacs 28 has eglot as a package, in one of two folders; 29 and newer have their own.
(when (< emacs-major-version 29)
  (dolist (folder '("/usr/share/emacs/site-lisp/elpa/" "/usr/share/emacs/site-lisp/elpa-src/"))
    (when (file-directory-p folder)
      (let ((default-directory folder))
        (normal-top-level-add-subdirs-to-load-path)))))

(defvar e2e-root (expand-file-name "../../" (file-name-directory load-file-name)))
(defvar e2e-passed 0)
(defvar e2e-failed 0)
(defvar e2e-started (float-time))

(defun e2e-check (name held &optional shown)
  "Count and print NAME as passed if HELD; else print SHOWN, too."
  (if held (cl-incf e2e-passed) (cl-incf e2e-failed))
  (message "[%6.0f ms] %s %s%s" (* 1000 (- (float-time) e2e-started)) (if held "ok  " "FAIL") name
           (if (and shown (not held)) (format "  %S" shown) ""))
  held)

(defmacro e2e-wait (form)
  "Wait for FORM to hold, up to twenty seconds, and return its value."
  `(let ((end (+ (float-time) 20)) held)
     (while (and (not (setq held ,form)) (< (float-time) end))
       (accept-process-output nil 0.05))
     held))

(defun e2e-open (file)
  "Open FILE as a user would: `eglot-ensure' acts after the command."
  (let ((buffer (find-file-noselect file)))
    (with-current-buffer buffer
      (run-hooks 'post-command-hook))
    buffer))

(defun e2e-codes ()
  "Return the texts of this buffer's diagnostics."
  (flymake-start)
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun e2e-ask (method)
  "Ask the server METHOD for the place of point."
  (jsonrpc-request (eglot-current-server) method (eglot--TextDocumentPositionParams)))

(defun e2e-acts (workspace)
  "Set the date, outlet and role of this article of WORKSPACE, and pick another."
  (let ((written (lambda (words)
                   (with-temp-buffer
                     (insert-file-contents (concat workspace "copydesk.toml"))
                     (search-forward words nil t)))))
    (copydesk-set-date "2016-04-19")
    (e2e-check "the date is written" (funcall written "published = 2016-04-19"))
    (copydesk-set-outlet "The Times")
    (e2e-check "the outlet is written" (funcall written "outlet = \"The Times\""))
    (copydesk-set-role "draft")
    (e2e-check "the role is written" (funcall written "role = \"draft\""))
    (let ((said (condition-case problem (progn (copydesk-set-date "yesterday") "")
                  (user-error (cadr problem)))))
      (e2e-check "what is no date is refused in one sentence"
                 (and (string-match-p "\\`Copydesk: .*yesterday" said) (not (string-match-p "\n" said))) said)))
  (save-current-buffer
    (let (offered)
      (cl-letf (((symbol-function 'completing-read)
                 (lambda (_prompt rows &rest _)
                   (setq offered (mapcar #'car rows))
                   (cl-find-if (lambda (row) (string-match-p "The Washington Times" row)) offered))))
        (copydesk-articles))
      (e2e-check "articles are picked by their labels" (= (length offered) 5) offered)
      (e2e-check "and opened" (string-prefix-p "002_" (buffer-name)) (buffer-name)))))

(defun e2e-turn-on ()
  "Turn a folder on that holds an open article."
  (let* ((folder (file-name-as-directory (make-temp-file "copydesk" t)))
         (article (concat folder "a.txt")))
    (write-region "Officials reportedly left the country on Monday.\n" nil article nil 'silent)
    (with-current-buffer (e2e-open article)
      (e2e-check "a folder is off at first" (not (or (eglot-managed-p) visual-line-mode)))
      (copydesk-turn-on folder)
      (run-hooks 'post-command-hook)
      (e2e-check "turning it on writes copydesk.toml" (file-exists-p (concat folder "copydesk.toml")))
      (e2e-check "and serves what is open" (e2e-wait (and (eglot-managed-p) (e2e-codes))))
      (e2e-check "twice is refused in one sentence"
                 (string-match-p "is there already"
                                 (condition-case problem (progn (copydesk-turn-on folder) "")
                                   (user-error (cadr problem)))))
      (ignore-errors (eglot-shutdown (eglot-current-server)))
      (set-buffer-modified-p nil)
      (kill-buffer))
    (delete-directory folder t)))

(defun e2e-missing (workspace)
  "Open an article of WORKSPACE without the program."
  (let ((copydesk-program "no-such-copydesk") (copydesk--said nil) (said nil))
    (cl-letf (((symbol-function 'message) (lambda (format &rest rest) (push (apply #'format format rest) said))))
      (dolist (name '("002_9a3dda333ebe650b.txt" "003_35a32bfe2c615227.txt"))
        (e2e-open (concat workspace name))))
    (setq said (seq-filter (lambda (text) (string-match-p "no-such-copydesk" text)) said))
    (e2e-check "without the program: one plain sentence"
               (and (= (length said) 1) (string-match-p "there is no program" (car said))) said)))

(defun e2e-run (workspace)
  "Run the checks on WORKSPACE."
  (load (concat e2e-root "editors/emacs/copydesk.el") nil t)
  (setq copydesk-program (expand-file-name (or (getenv "COPYDESK") "target/debug/copydesk") e2e-root)
        eglot-autoshutdown nil
        eglot-sync-connect 20
        eglot-confirm-server-initiated-edits nil)
  (let ((outside (make-temp-file "copydesk" nil ".txt" "Officials reportedly left.\n")))
    (with-current-buffer (e2e-open outside)
      (e2e-check "an ordinary text file is left alone"
                 (not (or (memq 'eglot--maybe-activate-editing-mode post-command-hook)
                          visual-line-mode (eglot-managed-p)
                          (assoc '(text-mode :language-id "plaintext") eglot-server-programs)))))
    (delete-file outside))
  (with-current-buffer (e2e-open (concat workspace "000_ac0255bbbf864db0.txt"))
    (e2e-check "prose is wrapped at words" visual-line-mode)
    (e2e-check "attached" (e2e-wait (eglot-managed-p)))
    (e2e-check "the workspace is its root"
               (file-equal-p workspace (project-root (project-current))) (project-current))
    (e2e-check "\"reportedly\" is flagged"
               (e2e-wait (cl-some (lambda (text) (string-match-p "reported by whom" text)) (e2e-codes))) (e2e-codes))
    (goto-char (point-min))
    (search-forward "Mr. Earnest")
    (let* ((value (plist-get (plist-get (e2e-ask :textDocument/hover) :contents) :value))
           (first (car (split-string (or value "") "\n"))))
      (e2e-check "hover answers in its first line"
                 (equal (replace-regexp-in-string "[* ]+$" "" (replace-regexp-in-string "\\*\\*" "" first))
                        "Josh Earnest · person")
                 value))
    (let ((found (xref-backend-references 'eglot (xref-backend-identifier-at-point 'eglot))))
      (e2e-check "four references" (= (length found) 4) (length found)))
    (goto-char (point-min))
    (search-forward "the phone call")
    (let* ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))
           (place (and found (xref-item-location (car found)))))
      (e2e-check "definition leads to 001"
                 (and place (string-prefix-p "001_" (file-name-nondirectory (xref-location-group place)))) found)
      (e2e-check "and there to the call" (and place (= (xref-location-line place) 8))
                 (and place (xref-location-line place))))
    (e2e-check "the outline has quotations" (e2e-wait (funcall imenu-create-index-function)))
    (e2e-acts workspace)
    (goto-char (point-min))
    (search-forward "reportedly")
    (replace-match "now")
    ;; Changes go out when Emacs has nothing to do, which a batch never says.
    (eglot--signal-textDocument/didChange)
    (e2e-check "the finding goes with its word"
               (e2e-wait (not (cl-some (lambda (text) (string-match-p "reported by whom" text)) (e2e-codes))))
               (e2e-codes))
    (set-buffer-modified-p nil)
    (let ((server (eglot-current-server)))
      (when server
        (ignore-errors (eglot-shutdown server))
        (e2e-check "stopped" (e2e-wait (not (jsonrpc-running-p server)))))))
  (e2e-turn-on)
  (e2e-missing workspace))

(let ((workspace (file-name-as-directory (make-temp-file "copydesk" t))))
  (dolist (file (directory-files (concat e2e-root "seeds") t "\\.\\(txt\\|toml\\)\\'"))
    (copy-file file workspace))
  (condition-case problem
      (e2e-run workspace)
    (error (e2e-check (format "%S" problem) nil)))
  (delete-directory workspace t))
(message "%d passed, %d failed" e2e-passed e2e-failed)
(kill-emacs (if (and (= e2e-failed 0) (> e2e-passed 0)) 0 1))
