#include "outputs/pack_readme.h"

#include "base/civil.h"

static const char steps[] =
    "What is in this folder\n"
    "\n"
    "  README.txt      this text\n"
    "  manifest.json   the list of all requests, and the row of your file that each activity came from\n"
    "  requests/       one file a request: the activities of one participant\n"
    "  post.sh         sends the requests to RunSignup, one at a time\n"
    "  responses/      RunSignup's answers; post.sh makes it\n"
    "\n"
    "Nothing has been sent yet. Keep the folder to yourself: it says who did what and when. Do not change the files "
    "in\n"
    "it; post.sh notices and refuses. To change something, mend your own file and make a new pack.\n"
    "\n"
    "What to do\n"
    "\n"
    " 1. Read the numbers above. Is the unit the one your event counts in? A wrong unit is wrong on the leaderboard.\n"
    "\n"
    " 2. Open a terminal and go to this folder with cd. You need a Mac, Linux, or Windows with WSL or Git Bash.\n"
    "\n"
    " 3. See what would be sent. Nothing is sent yet, and no key is needed:\n"
    "\n"
    "        sh post.sh --dry-run\n"
    "\n"
    " 4. Tell the terminal your API key and secret, which RunSignup gives to race directors, timers and partners.\n"
    "    Type the first line, press Enter, paste the key, press Enter; the same with the second line and the secret;\n"
    "    then the third line:\n"
    "\n"
    "        read -r RSU_API_KEY\n"
    "        read -r RSU_API_SECRET\n"
    "        export RSU_API_KEY RSU_API_SECRET\n"
    "\n"
    "    They are forgotten when you close the terminal, and are never written to this folder. Other kinds of keys:\n"
    "    sh post.sh --help\n"
    "\n"
    " 5. Send one request only, and look at that participant's results on RunSignup. Are the distance, the time and "
    "the\n"
    "    date right?\n"
    "\n"
    "        sh post.sh --limit 1\n"
    "\n"
    "    If not, delete the activity on RunSignup, do not send the rest, and make a new pack with the right unit.\n"
    "\n"
    " 6. Send the rest:\n"
    "\n"
    "        sh post.sh\n"
    "\n"
    "    You may stop it with Ctrl-C and start it again: what has an answer is never sent again. At the end it says "
    "what\n"
    "    was posted and what to do next.\n"
    "\n";

/* A store keeps the books: then it says what became of each request. */
static const char with_store[] =
    "When it is done\n"
    "\n"
    "  Give the answers to the store this pack was made from (put its name for RACE.db, and this folder's for PACK):\n"
    "\n"
    "      tallypost receipts --store RACE.db PACK\n"
    "\n"
    "  It says what was posted and what to do next. To see for certain that all is there with the right values:\n"
    "\n"
    "      sh post.sh --read-back\n"
    "      tallypost receipts --store RACE.db PACK\n"
    "\n"
    "If something goes wrong\n"
    "\n"
    "  unknown   The request went out but no clear answer came back, for example because the line broke. It may have "
    "been\n"
    "            posted or not, and is never sent again by itself, for that would count the miles twice. To find out:\n"
    "\n"
    "                sh post.sh --read-back --unknown\n"
    "                tallypost receipts --store RACE.db PACK\n"
    "\n"
    "            What is not there goes into the next pack; nothing else does.\n"
    "\n"
    "  refused   RunSignup did not take the request; its reason is in responses/. After tallypost receipts its "
    "activities\n"
    "            can be packed again; undo the import first if the rows are wrong. Do not send this request again by "
    "hand.\n"
    "\n"
    "  the keys are not accepted   Nothing was posted. Do step 4 again.\n"
    "\n"
    "  To give the pack up before it is sent: tallypost undo --store RACE.db PACK\n"
    "\n"
    "Keep this folder until all of it is confirmed.\n";

static const char alone[] =
    "If something goes wrong\n"
    "\n"
    "  refused   RunSignup did not take the request; its reason is in responses/. Mend your file and make a new pack "
    "with\n"
    "            those rows only. If the reason was outside your file (a closed event, say) and is gone, delete the\n"
    "            request's .json and .status in responses/ and start post.sh again.\n"
    "\n"
    "  unknown   The request went out but no clear answer came back, for example because the line broke. It may have "
    "been\n"
    "            posted or not. It is never sent again by itself, for that would count the miles twice. Look at the\n"
    "            participant's results on RunSignup. If the activities are not there, delete the request's .unknown\n"
    "            file in responses/ and start post.sh again. If they are there, all is well. sh post.sh --read-back\n"
    "            --unknown fetches what RunSignup has into read-back/.\n"
    "\n"
    "  the keys are not accepted   Nothing was posted. Do step 4 again.\n"
    "\n"
    "When all is posted\n"
    "\n"
    "  Keep this folder. responses/ says what became of every request, and a second pack made of the same rows would "
    "count\n"
    "  them twice.\n";

static void add_count(struct buffer *out, uint64_t count, const char *one, const char *many)
{
    buffer_format(out, "%llu %s", (unsigned long long)count, count == 1 ? one : many);
}

void pack_readme_add(struct buffer *out, const struct pack_totals *totals, bool has_store)
{
    char day[CIVIL_ISO_SIZE];
    civil_iso(day, totals->summary->as_of);
    buffer_add_text(out, "Activities for RunSignup, ready to be posted\n\n  Event        ");
    buffer_add_masked(out, totals->event->name.len ? totals->event->name : VIEW("(no name)"));
    buffer_format(out, "\n               race %llu, event %llu\n  In it        ",
                  (unsigned long long)totals->event->race_id, (unsigned long long)totals->event->event_id);
    add_count(out, totals->activities, "activity", "activities");
    buffer_add_text(out, " of ");
    add_count(out, totals->participants, "participant", "participants");
    buffer_add_text(out, ", in ");
    add_count(out, totals->requests, "request", "requests");
    buffer_add_text(out, "\n  Unit         ");
    pack_totals_add_unit(out, totals);
    buffer_format(out, "\n  As of        %s\n\n", day);
    buffer_add_text(out, steps);
    buffer_add_text(out, has_store ? with_store : alone);
}
