# What fish is to offer for zqtrack at Tab.

function __zqtrack_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l program (string replace --regex '^~' $HOME -- $words[1])
    set -l typed (commandline --cut-at-cursor --current-process | string collect)
    set -l lines (env _ZQTRACK_COMPLETE=fish $program $typed 2>/dev/null)
    if contains -- files (string split ' ' -- $lines[1])
        __fish_complete_path (commandline --current-token --cut-at-cursor)
    end
    if set --query lines[2]
        printf '%s\n' $lines[2..-1]
    end
end

complete --command zqtrack --no-files --keep-order --arguments '(__zqtrack_complete)'
