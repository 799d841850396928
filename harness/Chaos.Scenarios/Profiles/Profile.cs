namespace Chaos.Scenarios.Profiles;

/// <summary>A named shape of traffic: what its keys would say in a file, for those that the file leaves open.</summary>
/// <param name="Name">As the file spells it.</param>
/// <param name="Meaning">What it stands for, half a sentence.</param>
/// <param name="Values">Key and text. Keys that are not named here keep the default that they have without a profile.</param>
internal sealed record Profile(string Name, string Meaning, params IReadOnlyList<(string Key, string Text)> Values)
{
    public string? this[string key] => Values.FirstOrDefault(value => value.Key == key).Text;
}
