#!/usr/bin/env bash
# Keeps the state of Courant (its SQLite file) in a branch of its own, so that a repository is a newsletter without a
# server. The branch is the lock: whoever pushes first has it, and everybody else's push is refused.
#
#   state-branch.sh take     fetches the state and takes the lock; ends with 75 when somebody else has it
#   state-branch.sh keep …   runs a command, and pushes a copy of the state every STATE_PUSH_SECONDS (default 15) meanwhile
#   state-branch.sh release  pushes the state and gives the lock back
#
# A lock older than STATE_LOCK_MINUTES (default 60) is of a job that died, and is taken over: the issue that it was sending
# goes on from the last copy. What it had sent since then is not known, and goes out again: a server with a disk is safer.
set -euo pipefail

branch=${STATE_BRANCH:-courant-state}
folder=${STATE_FOLDER:-state}
owner=${STATE_OWNER:-${GITHUB_RUN_ID:-$(hostname)}-${GITHUB_RUN_ATTEMPT:-1}}
push_seconds=${STATE_PUSH_SECONDS:-15}
lock_minutes=${STATE_LOCK_MINUTES:-60}
remote=$(git remote get-url "${STATE_REMOTE:-origin}")

in_state() { git -C "$folder" "$@"; }

commit_and_push() {
  in_state add --all
  in_state -c user.name=courant -c user.email=courant@localhost commit --quiet --allow-empty --message "$1"
  in_state push --quiet origin "HEAD:refs/heads/$branch"
}

# The database as it is now, while it is written to: a whole copy takes its place in the next commit.
push_copy() {
  rm -f "$folder/.git/copy.sqlite"
  COURANT_DATABASE_URL="sqlite:$folder/courant.sqlite" courant backup "$folder/.git/copy.sqlite" >/dev/null || return 0
  blob=$(in_state hash-object -w .git/copy.sqlite)
  in_state update-index --add --cacheinfo "100644,$blob,courant.sqlite"
  in_state -c user.name=courant -c user.email=courant@localhost commit --quiet --allow-empty --message "copy by $owner"
  # A push that is refused is no reason to stop: the last one decides.
  in_state push --quiet origin "HEAD:refs/heads/$branch" || true
}

fetch_state() {
  rm -rf "$folder"
  git init --quiet "$folder"
  in_state remote add origin "$remote"
  # The workflow's credentials are settings of the checkout; the folder of the state has to know them too.
  git config --local --get-regexp '^http\..*\.extraheader$' 2>/dev/null | while read -r key value; do
    in_state config "$key" "$value"
  done || true
  if in_state fetch --quiet --depth=1 origin "refs/heads/$branch" 2>/dev/null; then
    in_state checkout --quiet --detach FETCH_HEAD
  elif in_state ls-remote --exit-code origin >/dev/null 2>&1 || [ $? -eq 2 ]; then
    in_state checkout --quiet --orphan start
  else
    echo "The repository does not answer; the state could not be fetched." >&2
    exit 75
  fi
}

case ${1:-} in
  take)
    fetch_state
    if [ -f "$folder/lock" ]; then
      read -r since holder <"$folder/lock"
      if [ $(($(date +%s) - since)) -lt $((lock_minutes * 60)) ]; then
        echo "The state is locked by $holder; another job is at work." >&2
        rm -rf "$folder"
        exit 75
      fi
      echo "The lock of $holder is older than $lock_minutes minutes and is taken over." >&2
    fi
    echo "$(date +%s) $owner" >"$folder/lock"
    if ! commit_and_push "lock by $owner" 2>/dev/null; then
      echo "Another job was quicker to take the lock." >&2
      rm -rf "$folder"
      exit 75
    fi
    ;;
  keep)
    shift
    "$@" &
    command=$!
    while
      for ((second = 0; second < push_seconds; second++)); do
        kill -0 "$command" 2>/dev/null && sleep 1
      done
      kill -0 "$command" 2>/dev/null
    do
      if [ -f "$folder/courant.sqlite" ]; then push_copy; fi
    done
    wait "$command"
    ;;
  release)
    if ! grep -qs " $owner\$" "$folder/lock"; then
      echo "The lock is not ours; the state is not pushed." >&2
      exit 75
    fi
    rm -f "$folder/lock"
    # Where another job has taken the lock over meanwhile, this is no fast-forward, and is refused.
    commit_and_push "state of $owner"
    ;;
  *)
    echo "usage: state-branch.sh take|keep COMMAND…|release" >&2
    exit 64
    ;;
esac
