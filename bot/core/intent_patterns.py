"""What members want when they write to Waymark in chat, and the ways in which they say it."""

from enum import Enum

from bot.core.intent_shorthand import compiled


class Intent(Enum):
    """What a phrase asks for."""

    QUIZ = "quiz"
    REVIEW = "review"
    PLACEMENT = "placement"
    READY = "ready"
    REMIND = "remind"
    GOAL = "goal"
    EXAMPLE = "example"
    PITFALLS = "pitfalls"
    EXERCISE = "exercise"
    MEMBER = "member"
    STANDING = "standing"
    UNABLE = "unable"
    TOPIC = "topic"
    SEARCH = "search"
    ROADMAP = "roadmap"
    NEXT = "next"
    START = "start"
    DONE = "done"
    SKIP = "skip"
    UNDO = "undo"
    PROGRESS = "progress"
    LEADERBOARD = "leaderboard"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"


INTENT_PATTERNS = {
    Intent.GREETING: r"""
        👋
        (HELLO( there| all| everyone| again)?[,!. ]*)?(how are you( doing)?|how('s| is) it going)( today)?
        (HELLO( there| all| everyone| again)?[,!. ]*)?(what'?s up|sup|wass?up)
        (i'?m |i am )?back( again)?
        HELLO( there| all| everyone| again)?|how (you )?(dey|far)( (na|now))?
    """,
    Intent.THANKS: r"""
        (ok |okay |great )?THANKS( a lot| so much| very much)?( FRIEND)?( for .+)?
        ok|okay|great|nice|cool|perfect|awesome|good bot
        (you('re| are)|u r) (awesome|great|the best|amazing|cool|nice)
        (?P<rest>(good ?)?bye|good ?night|gn|see (you|ya)( later| tomorrow| soon)?|cya|later|tsch[üu]ss|adi[oó]s|ciao)
        (?P<rest>(i'?m |i am )?(done|finished) for (today|now|the day|tonight|this week)|bye bye)
        (?P<rest>no|nope|nah|not now|maybe( later)?|never ?mind|nvm|cancel|forget it)
        (?P<rest>(👍|👌|🙏|❤️?|🎉|💪|🔥|😀|😄|😊|🙂|😅|:-?\)|:d|<3|\s)+)
        (?P<rest>lo+l|lmao|rofl|(ha){2,}h?|(he){2,}|xd|😂+|🤣+)
    """,
    Intent.HELP: r"""
        help( me)?|commands|explain|what can you do|(who|what) are you|what('s| is) (this|that|it)
        how (does|do) (this|you|it) work|how (do|can) i use (you|this|it)
        are (you|u) (an? )?(real |human |chat)*(bot|human|robot|person|ai|chatgpt|real|there|alive)( or .+)?
        (who|what) (made|built|created|wrote|programmed) you|what('s| is) waymark|what do you do
        how (do|does|are|is) (the |my )?OURS (work|counted|calculated|computed)
        (how|when|where) (do|can|does) (i|one|you) (earn|get|win|collect|make|keep|lose)( more| an?| my| the)? OURS
        what('s| is| are|s| does| do)( an?| the)? OURS( mean| for| good for)?
        how many (points|xp) (for|does|is|are|per) .+
        (i'?m |i am )?(stuck|confused|new( here)?|a (newbie|beginner))
        do you (speak|understand|know) (english|german|spanish|french|\w+ish)|sprichst du .+|habla[ns]? .+
        (is (this|it)|are you) (free|paid)( .+)?
        why (did|do|are|don'?t|didn'?t) you .+|you('re| are) (wrong|mistaken|stupid|dumb)
        (that|this|it)('s| is)( not|n'?t) (true|right|correct)|again
        repeat( that)?|back|go back|previous( topic| one)?|more|help .{0,3}
    """,
    Intent.GOAL: r"""
        ((what('s| is)|show( me)?) )?(my|the) (weekly )?goal
        ((set|change|make|put) )?(my|the|an?)( weekly)? goal( is| of)?( to| at)? (?P<rest>[\w-]+( topics?)?( PER_WEEK)?)
        i (want|would like|plan|aim|intend) to (do|finish|learn|study|complete) (?P<rest>[\w-]+( topics?)? PER_WEEK)
    """,
    Intent.UNABLE: r"""
        (?P<rest>(show( me)? )?(my |the )?map)
        (?P<rest>(which|what) roadmaps( are there| do you (have|know))?|(list|show)( me)?( all| the)* roadmaps)
        (?P<rest>(switch|change|use|import|bring|add|choose|pick)( to)?( an?| another| my| our| the)*( own)? roadmaps?)
        (?P<rest>(start |let'?s (have |do )?|i want )?(an? )?race( me)?( (on|in|about|with) .+)?)
        (?P<rest>(any|recommend)( me)?( an?| some)?( good)? (books?|tutorials?|courses?|videos?|resources)( .+)?)
        (?P<rest>who (has|have|'s)( already)? (done|finished|completed) .+)
        (?P<rest>has (?!everyone\b|everybody\b)\S+ (done|finished|completed) (?!yet$).+)
        (?P<rest>(this|that|the|a) (question|answer) (is|was|has) (wrong|bad|unclear|a mistake|an error))
        (?P<rest>report (a |the |this )?(bug|question|mistake))
        (?P<rest>when('s| is| does| will)( the)? next (post|prompt|leaderboard|board|question)( .+)?)
        (?P<rest>(how (do|can) i )?set (you up|up( you| the bot| waymark)?|the bot up))
        (?P<rest>(schedule|plan|add|stop|pause|change|move)( an?| the)? (prompts?|posts?|channel|leaderboard)( .+)?)
        (?P<rest>(un)?hide (me|myself|my (progress|name|points))( from .+)?)
        (?P<rest>make me (private|public|invisible|hidden))
        (?P<rest>(set|change|edit)( my| the| an?)? (time ?zone|zone|goal|city|visibility|settings?)( .+)?)
        (?P<rest>(stop|don'?t) (ping|remind|message|messag|notify)(ing)?( me)?( .+)?|unsubscribe|stop)
        (?P<rest>(mark )?(everything|all|it all|all (of )?(the )?topics)( is| are)?( as)? (done|finished|completed))
        (?P<rest>(I_HAVE )?(done|did|finished|completed)( with)? (everything|it all|all( of it| topics| the topics)?))
        (?P<rest>(explain|say|put)( it| that)?( in)? ?(a bit |more )?(simpler|simply|easier|other)( words)?)
        (?P<rest>simpler|i don'?t understand|((this|that|it)( is|'s) )?(too|so|very)? ?(hard|difficult|long|easy))
        (?P<rest>DELETE( all)?( of)?( my)? (data|progress|account|everything|me|streak|points))
        (?P<rest>(undo|revert) (everything|it all|all|the last (two|three|few|\d+).*))
        (?P<rest>start (all )?over( again)?|from scratch)
    """,
    Intent.REMIND: r"""
        (my |show( me)?( my)? )?reminders?|(set |give me )?(a )?reminder( for me)?|remind me
        ((turn|switch) off|cancel|delete|stop|no more)( all)?( my| the)? reminders?|reminders? off
        (set (me )?|give me )?(a )?remind(er)?( me)?(?P<rest> (.+ )?A_TIME.*)
    """,
    Intent.MEMBER: r"""
        (progress|stats|streak)( of| for) …
        how('s| is| far is) (?!it )…( doing| going| getting on| coming along)
        …'s (progress|stats|streak)
    """,
    Intent.PITFALLS: r"""
        … (pitfalls|common mistakes|gotchas)
        (the )?(pitfalls?|mistakes|gotchas|traps|common errors)( of| in| with| about| for| when using)( an?| the)? …
        what can go wrong with( an?| the)? …
    """,
    Intent.EXAMPLE: r"""
        ((show|give)( me)? )?(an? |some |the )?(code )?examples?( of| for| on| with)( an?| the| how to use)? …
        … (code )?examples?
        (show|give)( me)? (some |the )?code (of|for|with)( an?| the)? …
    """,
    Intent.EXERCISE: r"""
        ((give|set)( me)? )?(an? |some |the )?(exercise|task|practice)s?( on| for| about| of| in| with)( an?| the)? …
        let me practi[cs]e …
        … exercises?
    """,
    Intent.PLACEMENT: r"""
        i (already )?know …(?<!if)(?<!what) already
        i already know …
        i know (some|a (bit|little)( of)?) …
        test my (knowledge|level|skills?)|what do i (already )?know|skip (the |all )?(basics|easy (stuff|things|ones))
        placement( test)?|place me|where do i stand|how (much|good) (do i (already )?know|am i)|find out where i stand
    """,
    Intent.REVIEW: r"""
        review( now| me)?|what do i (have|need) to review
        (do|did) i have (any )?(reviews?|anything (due|to review))( today)?
        (was|what) ist( heute)? f[äa]llig( heute)?
        (what('s| is|s) |anything |is anything )?due( today| now| tomorrow| this week| for review)*
    """,
    Intent.QUIZ: r"""
        (quiz|test)( me)?|(a |another |one more )?(quiz|question)|ask me( something| anything| a question| questions)?
        (quiz|test|ask) me( please| pls| now| again)* (on|about|in|with) …
        ((give|ask) me )?(\d+|some|a few|more|a couple of) questions?( (on|about|from|in) …)?
        (frag|prüfe?) mich( [üu]ber …)?
        (pregúntame|preguntame)( sobre …)?
        quiz( on| about)? …
        … (quiz|questions)
        review( again)?( the)? …( with me| again)
        review (?!now|me$)…
    """,
    Intent.READY: r"""
        (am|are) (i|we) ready (for|to (learn|start|study)) …
        (can|could|should|may) i (start|begin|learn|do|study|take)( with)? …( already| now| yet| first| next)?
    """,
    Intent.NEXT: r"""
        (i'?m |i am )?(bored|lost)|(i )?(don'?t|do not|dunno) know (where|how) to (start|begin)|what do i do( now)?
        wh?at('?s)? n(e)?xt|nxt|where (should|does) (a |the )?(beginner|newbie|one)s? (start|begin)
        (wetin|wat) (i go|make i|i fit|should i|i should) (learn|do|study|read)( next| now)?
        (give me|gimme|got|any)?( a)? ?(something|smth|sth|anything) (easy|short|quick|small|to (do|learn|study))
        (und )?was (kommt|ist|soll ich)( jetzt| als| lernen)* ?(n[äa]chste[rs]?|jetzt|lernen)?
        (y )?qu[eé] (sigue|hago)( ahora)?
        next( next| topic| one)*|what else|(yes|yeah|yep|yup|sure)( please)?|(give me )?homework
        what('s| is)( the)? best way to (learn|study|start).*
        what('s| is|s) next( .+)?|(and )?what (next|now)|continue|go on
        what (should|shall|do|can|could) (i|we) LEARN( next| now| today)*|what to LEARN( next| now| today)*
        (give|suggest|recommend)( me)? (the next (topic|one)|a topic|something)( to .+)?
        (where|how) (do|should|can) i (start|begin)( with this)?
        (i( only)? have|i've( only)? got) (only )?(\d+|an?|half an|ten|twenty) ?(m|mins?|minutes|h|hours?)( \w+)?
        (give me |something |show me )?(an? |the )?(easy|easier|short|quick|simple)( topic| one| thing)?
    """,
    Intent.STANDING: r"""
        have i (already )?(done|finished|completed|started) (?!(it|that|this|everything|all|any)\b)…( yet| already)?
        did i (already )?(do|finish|complete|start) (?!(it|that|this|everything|all|any)\b)…( yet| already)?
        am i (done|finished) with (?!(it|that|this|everything|all|any)\b)…( yet| already)?
    """,
    Intent.PROGRESS: r"""
        how (did|have) (i|we) (do|done)( so far| today| yesterday| (this|last) \w+)*
        SHOW(points|xp|score)|how long is (the roadmap|it|this)
        (what('s| is)|how much( is)?|how many( topics)?( are)?) (still )?left( to (do|learn))?
        SHOW(progress|stats|streak)|how am i doing|how far (am i|have i (come|got))
        what have i (done|finished)( so far)?|where am i
        how many (points|topics)( do i have| have i( got| done| finished)?| did i (get|do))?( so far| now| today)?
        (what|how much) (did|have) i (do|done|finish(ed)?|learn(ed|t)?)( so far| today| yesterday| (this|last) \w+)+
        (how (long|much longer)|when)( until| till| before| will| do)?( i'm| i am| i)? ?(finish|finished|done)( it)?
    """,
    Intent.LEADERBOARD: r"""
        (am i|are we) (ahead of|behind|before|better than|faster than|in front of) .+
        (is|has) \S+ (ahead of|behind) .+
        compare (me|us) (with|to|and) .+
        who('s| is) (behind|ahead of|before|after|near) .+
        who else (is|has|are) .+|how (did|is) everyone( doing| do)?( .+)?
        what (did|has) (?!i |you |we |it )\S+ (do|done)( .+)?|how many (people|members|students|learners)( .+)?
        am i (first|last|winning|leading|on top|the best)|what('s| is) my (rank|place|position)|where do i rank
        SHOWBOARD|who('s| is) (first|winning|leading|ahead|the best|on top)
        SHOWBOARD ((of|for|from) )?(the |this )?(?P<rest>WINDOW)( time)?
        SHOW(?P<rest>WINDOW)('s|ly|.time)? BOARD
    """,
    Intent.ROADMAP: r"""
        (show( me)? |list )?(the |all )?(roadmap|topics|sections|overview)
        (what|which) (topics|sections) (are there|do you (have|know))
        (topic|number|lesson) \d+|(the )?(first|last) topic
        (roadmap|section)( of| for)? …
        what('s| is|s)?( there)? in( the)? (section|chapter|part) …
        what('s| is|s)?( there)? in( the)? … (section|chapter|part)
        (list|show)( me)? all( the)? … topics
        (what|which) topics (are|belong)( there)? (in|to)( the)?( section)? …
    """,
    Intent.SEARCH: r"""
        search|find
        (search|find|look)( for) …
        (search|find) …
        (what('s| is|s) )?(the )?differences? between …
        (what|which) topics? (mentions?|talks? about|uses?|covers?|speaks? of) …
    """,
    Intent.UNDO: r"""
        (oops|wrong|no no|mistake)?[,!. ]*(undo|revert|take (that|it|this) back)( undo| that| it| this| the last one)*
        (undo|revert|unmark) …
        (that('s| is| was)?|it was)?( an?| the| my)? ?(mistake|wrong( one| topic)?|accident)( by accident)?
        (i )?take (it|that|this) back
        i (didn'?t|did not) mean( to)?( do| mark| press)?( …)?
        mark … (as )?(not done|undone|open)
    """,
    Intent.TOPIC: r"""
        (is|are) … (done|finished)
        (i'?m |i am )?(not|almost|nearly|half|still not) (done|finished|ready)( yet)?( with)? …
        i (haven'?t|have not|didn'?t|did not) (done|do|finish(ed)?|start(ed)?|complete(d)?)( with)? …( yet)?
        i (forgot|forget|have forgotten|can'?t remember)( about| how| what)?( an?| the)? …( is| are| works?)?
        (i'?m |i am )?(stuck|lost|confused)( on| with| at| in| by| about) …
        (abeg|pls|please)?,? ?wetin (be|dey|na)( dat| dis)? …
        (was|wer) (ist|sind)( ein| eine| der| die| das)? …
        (erkl[äa]r|erkläre)( mir)?( bitte)? …
        (que|qué) (es|son)( un| una| el| la| los| las)? …
        (expl[íi]came|explica|explicame) …
        (qu'est[- ]ce que c'?est|c'est quoi)( que)?( un| une| le| la| les)? …
        (what'?s|what is) in( an?| the)? …
        (more|info|information|details)( info| details)?( about| on)( an?| the)? …
        (let'?s |i want to )?(learn|study|read|do(?! (i|we|you)\b))( more)?( about)?( an?| the)? …( now| next)?
        do (i|we|you) (really )?need( to (know|learn|understand))?( an?| the)? …
        is( an?| the)? … (important|hard|difficult|easy|useful|needed|necessary)
        what('s| is| comes| are| do i need( to know)?)?( to (know|learn|study))? (after|before|for)( an?| the)? …
        how (long|hard|difficult|many (minutes|hours)) (is|are|does|do|will)( an?| the)? …( take| last| need)?
        (resources|links?|docs|reading|prerequisites|requirements)( of| for| on| about| to)( an?| the)? …
        ex?pl(ai|ia|a|ei)ne?( me| to me)?( about| what)?( an?| the)? …( is| are)?
        (have|did|do) (you|we|they) (already )?(done|do|finish(ed)?)( with)? …
        (have|did|am) i (already )?(done|finish(ed)?|complete(d)?)( with)? …
        (show|open|define|describe|explain|topic|about|look up)( me| to me)?( about| what)?( an?| the)? …( is| are)?
        (tell|teach|remind) me( more)?( about| what)?( an?| the)? …( is| are)?
        what (does|do) … (mean|do)
        (what|who)('s| is|s| are|'re| was| were)( an?| the)? …
        how (do|does) … work
        how (do|does|can|to|should|would)( i| you| we| one)?( use| write| make| create)?( an?| the)? …
        (when|why) (do|does|can|should|would)( i| you| we| one)?( need)?( to)?( use)? …
        i (want|would like) to (learn|know|read|understand)( more)?( about)? …
        i (don't|dont|do not) (get|understand) …
        help( me)?( with| understand) …
    """,
    Intent.DONE: r"""
        ((I_HAVE|I_AM) )?(done|finished|completed) (wid|w/) …TODAY
        (i|a|me|mi) (don|dun|done|don do|don finish|done finish|don learn)( wid| with| finish| do)* …TODAY
        (just|finally) (did|finished|completed|done)( with)? …TODAY
        (?!(was|what|ist|is|how|wie) )…( is| are)?( done| finished| completed| fertig)? ?[✅☑✔]\ufe0f?
        (ich (bin|habe) )?fertig mit …
        (ich bin )?mit … fertig
        ich habe …( jetzt)? (gemacht|fertig|abgeschlossen|geschafft)
        ((ya )?(he )?(terminad?o|terminé|hecho|acab[eé])( con)?|(j'?ai )?(termin[ée]|fini)) …
        ((I_HAVE|I_AM) )?(done|finished|completed)( with)?
        ((I_HAVE|I_AM) )?(done|finished|completed)( with)? …TODAY
        I_HAVE (did|learned|learnt) …TODAY
        did (?!i |you |we |it )…
        ✅ ?…
        mark … (as )?(done|finished|complete|completed)
        (?!(almost|when|once|after|how|what|why|until) )…(?<! not)(?<!n't)( is| are)? (done|finished|completed)
    """,
    Intent.START: r"""
        (I_HAVE |i'?ll |i will |i (want|would like) to |let'?s )?(start|begin)(n?ing)?( with)?( …TODAY)?
        (I_HAVE )?(started|began)( with)?( …TODAY)?
        I_AM (starting|beginning|learning|studying|working on)( with)? …TODAY
        mark … (as )?started
    """,
    Intent.SKIP: r"""
        (i |i'?ll |i will |i (want to|wanna|would like to) |let me )?skip(ped)?( …TODAY)?
        mark … (as )?skipped
    """,
}
"""How each verb is said: a regular expression for the whole text in each line, where `…` is what it is about.

The first line that fits counts. What fits none is the name of a topic, or words to find one by.
"""

PATTERNS = tuple(
    (verb, compiled(line)) for verb, lines in INTENT_PATTERNS.items() for line in lines.strip().splitlines()
)
