using YamlDotNet.Core;

namespace Chaos.Scenarios.Yaml;

/// <summary>The parser's position in our words.</summary>
internal readonly record struct YamlPlace(string File, Mark Mark)
{
    /// <summary>The parser says line 0 where it knows none; the beginning of the file is then as near as we get.</summary>
    public Origin Origin => new(File, (int)Math.Max(1, Mark.Line), (int)Math.Max(1, Mark.Column));
}
