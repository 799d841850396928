using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Chaos.Model;
using Chaos.Nat.Icmp;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>Cilium releases as variants. README, schema and `chaos targets` show this table.</summary>
/// <remarks>
/// v1.15.0, 1.16.0, 1.16.19, 1.17.0, 1.17.13, 1.18.0, 1.18.7 and 1.19.0 are checked against recordings of their code. Where a change lies
/// between two recordings, its patch release comes from its pull request; 1.17.4 and 1.18.7 are the first that are sure to have their ICMP
/// changes.
/// </remarks>
public static class CiliumReleases
{
    public const string Prefix = "cilium-1.";

    private const StaleEgress Keep = StaleEgress.Keep, Recreate = StaleEgress.Recreate;

    /// <summary>The newest patch release of each minor release that was recorded.</summary>
    private static readonly Dictionary<int, int> NewestRecorded = new() { [15] = 0, [16] = 19, [17] = 13, [18] = 7, [19] = 0 };

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<CiliumRelease> All { get; } =
    [
        new(15, 0, "baseline", PortSelectionEra.Cilium115, Keep, IcmpRules.Cilium115, ""),
        new(16, 0, "baseline", PortSelectionEra.Cilium116, Keep, IcmpRules.Cilium115, "9f6d52e1a8"),
        new(16, 3, "baseline", PortSelectionEra.Cilium116, Recreate, IcmpRules.Cilium115, "#34913"),
        new(17, 0, "restore-reverse", PortSelectionEra.Cilium117, Recreate, IcmpRules.Cilium117, "#35304, #33271"),
        new(17, 4, "restore-reverse", PortSelectionEra.Cilium117, Recreate, IcmpRules.Cilium1174, "#36767"),
        new(17, 8, "restore-reverse-overwrite", PortSelectionEra.Cilium117, Recreate, IcmpRules.Cilium1174, "#40971"),
        new(18, 0, "restore-both", PortSelectionEra.Cilium118, Recreate, IcmpRules.Cilium1174, "#37747, #37389, b681735d23"),
        new(18, 2, "restore-both-overwrite", PortSelectionEra.Cilium118, Recreate, IcmpRules.Cilium1174, "#40971"),
        new(18, 7, "restore-both-overwrite", PortSelectionEra.Cilium118, Recreate, IcmpRules.Cilium1187, "#40194, #43196"),
        new(19, 0, "restore-both-overwrite", PortSelectionEra.Cilium118, Recreate, IcmpRules.Cilium119, "#42637"),
    ];

    /// <summary>`cilium-1.17` and so on; each is its newest patch release.</summary>
    public static IReadOnlyList<string> Minors { get; } = [.. All.Select(release => $"{Prefix}{release.Minor}").Distinct()];

    /// <summary>The names of patch releases, as a regular expression.</summary>
    public static string PatchPattern { get; } =
        $@"^cilium-1\.({string.Join('|', All.Select(release => release.Minor).Distinct())})\.(0|[1-9][0-9]?)$";

    /// <summary>The behaviour of a minor release (its newest) or of a patch release (the row that it falls under).</summary>
    public static bool TryResolve(string name, [NotNullWhen(true)] out CiliumRelease? release)
    {
        release = TryParse(name, out int minor, out int patch)
            ? All.LastOrDefault(candidate => candidate.Minor == minor && candidate.Patch <= patch)
            : null;
        return release is not null;
    }

    /// <summary>Why the behaviour of a release is a guess, in one sentence; null: it is not.</summary>
    public static string? WhyUncertain(string name)
    {
        if (!TryParse(name, out int minor, out int patch) || patch == int.MaxValue || !TryResolve(name, out CiliumRelease? release))
            return null;
        if (!NewestRecorded.TryGetValue(minor, out int newest) || patch <= newest) return null;
        return $"{name} is newer than {Prefix}{minor}.{newest}, the newest patch release that was recorded; "
            + $"it is taken for {release.Name}";
    }

    /// <param name="name">Of a release.</param>
    /// <param name="minor">Of 1.x.</param>
    /// <param name="patch">Of a minor release: <see cref="int.MaxValue"/>.</param>
    private static bool TryParse(string name, out int minor, out int patch)
    {
        (minor, patch) = (0, int.MaxValue);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        string[] parts = name[Prefix.Length..].Split('.');
        return parts.Length is 1 or 2 && TryParseNumber(parts[0], out minor) && (parts.Length == 1 || TryParseNumber(parts[1], out patch));
    }

    /// <summary>Up to two digits without a leading zero.</summary>
    private static bool TryParseNumber(string text, out int number)
    {
        number = 0;
        return text.Length is 1 or 2 && (text[0] != '0' || text.Length == 1)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
