using Chaos.Containers.Images;

namespace Chaos.Containers;

/// <summary>How the command line is called here, for lines that somebody copies.</summary>
public static class CommandName
{
    /// <summary>`./chaos` in a checkout, and `chaos` where it was installed.</summary>
    public static string Text { get; } = ProgramSources.TryFind() is null ? "chaos" : "./chaos";
}
