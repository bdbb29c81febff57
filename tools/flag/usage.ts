export const USAGE = `npm run flag -- COMMAND [FLAG | SERVICE…] [option…]

Writes and reads feature flags, and shows how far a change has come.

  set FLAG         create a flag or replace it
    --file FILE      what it is, as JSON (- reads standard input)
    --on VARIANT     make this variant the default one; the rest stays
    --state STATE    ENABLED or DISABLED; the rest stays
    --variants LIST  what it may resolve to, as on=true,off=false; the rest stays
    --reason TEXT    why (required)
    --user NAME      who (default: git's user.email, else the user logged in)
    --now            to all services at once, where releases go in waves; alone, it ends one
    --dry-run        show what the rules say, write nothing
  get FLAG         show a flag
    --versions       show its history instead, newest first
  delete FLAG      delete a flag (its history is kept)
    --reason TEXT    why (required)
    --user NAME      who
    --now            from all services at once
  list             show all flags
  status [FLAG]    show how many services have the newest version, and which lag
  watch FLAG       follow a change until all services have it
    --timeout S      give up after this many seconds (default: 60)
  audit FLAG       show who did what to a flag, when and why, newest first
    --limit N        this many entries (default: 20)
    --action ACTION  of one kind: write, rollback, verdict, publication or check

These work on the queues, not through the API, and may be repeated and ended at any time:
  redrive SERVICE… send the dead letters of services back to their queues
  resync SERVICE…  rebuild the caches of services from the table, through their queues
    --flag FLAG      of this flag only; may be given several times
    --table NAME     the flags table (default: flag-propagation-flags-ENVIRONMENT)
  both:
    --all            of all services, in place of naming them
    --services N     how many there are (default: those whose queues are found)
    --environment E  which deployment (default: dev)
    --queues NAMES   the services' queues (default: flag-propagation-*-ENVIRONMENT)
    --dry-run        show what would be sent, send nothing

  --api URL        where the API is (default: FLAGS_API_URL)
  --json           answer as JSON
  --help           show this

Credentials and region come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION.
Ends with 0 when done, 1 when refused or failed, 2 when the command line cannot be used, 3 when a change was not in
all services in time.`;
