"""What `?` says."""

HELP = """\
/topic middleware           use a command; the text goes to its first option
/done topic:csrf, xss       or name the options, as Discord shows them
complete topic midd         see what Discord would offer while you type
1, or press Done            press a button of the last answer
choose 2, or choose csrf    pick from its list; several with commas
choose role: students       pick from the list of that name, if there are several
fill my answer              fill in the open form; further fields after |
@{bot} what is csrf?        say something in the channel
dm next                     say something, or use a command, in private
say press release           say what looks like one of these words
as grace                    be somebody else
?                           this list
quit                        leave"""
