using System.Collections;
using Chaos.Scenarios;

namespace Chaos.Cli.Commands;

/// <summary>What the environment says of a scenario.</summary>
internal static class Layer
{
    /// <summary>The variables that lie above a scenario file, in ordinal order.</summary>
    public static SortedDictionary<string, string> FromEnvironment() =>
        new(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith(ScenarioLoader.EnvironmentPrefix, StringComparison.Ordinal))
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""), StringComparer.Ordinal);
}
