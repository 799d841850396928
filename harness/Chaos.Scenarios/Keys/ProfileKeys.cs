using Chaos.Scenarios.Profiles;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>The keys that choose among profiles: `profile` names one, `mix` weighs several.</summary>
/// <param name="Profiles">Those that the list knows.</param>
/// <param name="One">`profile: voip`.</param>
/// <param name="Mix">`mix: { voip: 1, dns: 3 }`, one key for each profile; null where there are no mixtures.</param>
internal sealed record ProfileKeys(IReadOnlyList<Profile> Profiles, ScalarKey<string> One, MappingKey? Mix)
{
    public static ProfileKeys Of(IReadOnlyList<Profile> profiles, bool mayBeMixed) => new(
        profiles,
        new ScalarKey<string>(
            "profile",
            $"A named shape of traffic; the other keys override what it says. {Sentences(profiles)}",
            new ChoiceParser<string>([.. profiles.Select(profile => (profile.Name, profile.Name))]))
        { Optional = true },
        mayBeMixed ? MixKey(profiles) : null);

    /// <summary>The profile of that name; null if there is none.</summary>
    public Profile? Find(string? name) => Profiles.FirstOrDefault(profile => profile.Name == name);

    /// <summary>True if some profile says it, so that it is required of a file only where there is no profile.</summary>
    public bool Supplies(Key key) => Profiles.Any(profile => profile[key.Name] is not null);

    private static MappingKey MixKey(IReadOnlyList<Profile> profiles) => new(
        "mix",
        "Several profiles by weight, for example { mobile-push: 7, voip: 2, dns: 1 }: each flow draws one of them. Instead of profile; "
        + "the other keys override all of them.",
        [.. profiles.Select(WeightKey)])
    { Optional = true };

    private static ScalarKey<int> WeightKey(Profile profile) =>
        new(profile.Name, profile.Meaning, new WholeNumberParser<int>(1, 1000)) { Optional = true };

    private static string Sentences(IReadOnlyList<Profile> profiles) =>
        string.Join("; ", profiles.Select(profile => $"{profile.Name}: {profile.Meaning}")) + ".";
}
