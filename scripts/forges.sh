# SPDX-License-Identifier: MIT
# Sourced by review-pull-request: what only the host can tell.
# Reads FORGE (github, forgejo or gitlab; Gitea is as Forgejo), API, REPOSITORY, NUMBER, HEAD, TOKEN.

ask() {
  curl --silent --show-error --fail --max-time 60 --max-filesize 8388608 \
    ${TOKEN:+--header "$2$TOKEN"} -- "$API/$1"
}

# Logins of those who approved exactly this head, one a line.
approvals() {
  case $FORGE in
    github)
      GH_TOKEN=$TOKEN gh api --paginate "repos/$REPOSITORY/pulls/$NUMBER/reviews" \
        --jq ".[] | select(.state == \"APPROVED\" and .commit_id == \"$HEAD\") | .user.login"
      ;;
    forgejo)
      ask "repos/$REPOSITORY/pulls/$NUMBER/reviews?limit=50" "Authorization: token " |
        python3 -c 'import json, sys
for one in json.load(sys.stdin):
    if one["state"] == "APPROVED" and one["commit_id"] == sys.argv[1] and not one.get("dismissed"):
        print(one["user"]["login"])' "$HEAD"
      ;;
    gitlab) # the project must take approvals away when commits are added
      ask "projects/$REPOSITORY/merge_requests/$NUMBER/approvals" "PRIVATE-TOKEN: " |
        python3 -c 'import json, sys
for one in json.load(sys.stdin)["approved_by"]:
    print(one["user"]["username"])'
      ;;
  esac
}

# Login and number of the author: whoever runs a GitLab job again is not the author.
author() {
  [ "$FORGE" = gitlab ] || { echo "$ACTOR $ACTOR_ID"; return; }
  ask "projects/$REPOSITORY/merge_requests/$NUMBER" "PRIVATE-TOKEN: " | python3 -c 'import json, sys
one = json.load(sys.stdin)["author"]
print(one["username"], one["id"])'
}
