using System.CommandLine;

namespace Chaos.Cli;

/// <summary>A verb with examples, which its help shows and which the tests parse.</summary>
/// <param name="name">As it is typed.</param>
/// <param name="description">One sentence.</param>
/// <param name="examples">Command lines, without the program's name.</param>
internal sealed class Verb(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}
