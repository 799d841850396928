using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`fill >= 90%`: something observed, compared with a share.</summary>
/// <param name="Subject">What is observed.</param>
/// <param name="Sign">How it is compared.</param>
/// <param name="Share">0 to 1.</param>
public sealed record FaultCondition(ConditionSubject Subject, ConditionSign Sign, double Share)
{
    /// <summary>What the target must report, so that it can be observed.</summary>
    public Capability Needs() => Subject == ConditionSubject.Fill ? Capability.ReportTable : Capability.None;

    public bool Holds(in ObservedState seen)
    {
        double value = Subject == ConditionSubject.Fill ? seen.Fill : seen.Survival;
        return Sign switch
        {
            ConditionSign.AtLeast => value >= Share,
            ConditionSign.AtMost => value <= Share,
            ConditionSign.MoreThan => value > Share,
            _ => value < Share,
        };
    }
}

public enum ConditionSubject
{
    /// <summary>Entries in the table, of those that it has room for.</summary>
    Fill,

    /// <summary>Watched flows that are open and not dead, of all that opened.</summary>
    Survival,
}

public enum ConditionSign
{
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
}

/// <summary>What conditions look at; both 0 to 1.</summary>
public readonly record struct ObservedState(double Fill, double Survival);
