using System.Globalization;
using Chaos.Model;
using Chaos.Runs;

namespace Chaos.Experiments.Explaining;

/// <summary>Says why a flow died, from what happened to its entries: the losses that stood when it was noticed, and who met them.</summary>
internal sealed class StoryTeller(FlowRecord row, IReadOnlyList<LifeStep> steps)
{
    private static readonly LifeStepKind[] Losses = [LifeStepKind.Evicted, LifeStepKind.Removed];

    public IEnumerable<string> Sentences()
    {
        int end = End();
        if (row.State is not (FlowState.Died or FlowState.Refused))
        {
            yield return Restored(end);
            yield break;
        }

        int met = LastMet(end);
        foreach (LifeStep loss in StandingAt(met < 0 ? end : met)) yield return LossSentence(loss);
        if (met >= 0) yield return MetSentence(steps[met]);
        foreach (LifeStep taken in steps.Take(end).Where(step => step.Kind == LifeStepKind.Taken))
            yield return $"At {At(taken.TimeNs)} {taken.By} got its port, and with it its replies.";
        if (steps.FirstOrDefault(step => step.Kind is LifeStepKind.Died or LifeStepKind.Refused) is { } noticed)
            yield return $"The {noticed.Side} noticed at {At(noticed.TimeNs)}: {CauseText()}.";
        if (row.Cause == DeathCause.Harness) yield return "That is a failure of the generator, and says nothing of the NAT.";
        else if (met < 0 && !StandingAt(end).Any()) yield return "No entry of it was lost before: what killed it was not the table.";
    }

    /// <summary>The losses that no later write had mended, each half's last one.</summary>
    public IReadOnlyList<LifeStep> StandingAt(int place)
    {
        Dictionary<string, LifeStep> standing = [];
        for (int position = 0; position < place; position++)
        {
            LifeStep step = steps[position];
            if (Losses.Contains(step.Kind)) standing[step.Half!] = step;
            foreach (Touch touch in step.Touches ?? [])
                if (touch.What is Touch.Made or Touch.Restored)
                    standing.Remove(touch.Half);
        }

        return [.. standing.Values.OrderBy(loss => loss.TimeNs)];
    }

    /// <summary>The last packet before the death that missed an entry of a mapping that had been there; -1 if none did.</summary>
    public int LastMet(int end)
    {
        for (int position = end - 1; position >= 0; position--)
        {
            LifeStep step = steps[position];
            bool missed = step.Verdict is not (null or "forward") || (step.Touches?.Any(touch => touch.What == Touch.Missed) ?? false);
            bool mended = step.Touches?.Any(touch => touch.What == Touch.Restored) ?? false;
            if (step.Kind == LifeStepKind.Packet && missed && !mended && StandingAt(position).Count > 0) return position;
        }

        return -1;
    }

    /// <summary>The place of the step at which an endpoint noticed, or behind the last step.</summary>
    public int End()
    {
        for (int position = 0; position < steps.Count; position++)
            if (steps[position].Kind is LifeStepKind.Died or LifeStepKind.Refused)
                return position;
        return steps.Count;
    }

    private string Restored(int end)
    {
        int lost = steps.Count(step => Losses.Contains(step.Kind));
        int restored = steps.Take(end).Sum(step => step.Touches?.Count(touch => touch.What == Touch.Restored) ?? 0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Entries of it were lost {lost} times and restored {restored} times; no endpoint noticed anything before the end.");
    }

    private static string LossSentence(LifeStep loss)
    {
        if (loss.Kind == LifeStepKind.Removed) return $"Its {loss.Half} entry was removed at {At(loss.TimeNs)} "
            + $"({loss.Rule ?? "by the variant"}).";
        string why = loss.Rule switch
        {
            "shrink" => "unmarked, it stood at the tail of the inactive list (shrink)",
            "forced" => "nothing unmarked was in reach, so it went whatever its mark (forced)",
            "steal" => "another CPU took it before it had joined the lists (steal)",
            _ => loss.Rule,
        } ?? "";
        string idle = loss.Idle is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"; no packet had looked it up for {seconds:F6} s") : "";
        return $"Its {loss.Half} entry was evicted at {At(loss.TimeNs)} for the {loss.ByHalf} entry of {loss.By}: {why}{idle}.";
    }

    private static string MetSentence(LifeStep met)
    {
        string way = met.Way == "out" ? "The next packet from the client" : "The next packet to the client";
        string missed = string.Join(" and ", met.Touches!.Where(touch => touch.What == Touch.Missed)
            .Select(touch => $"no {touch.Half} entry"));
        string result = met.Verdict switch
        {
            "punt" => "it was given to the host, which answers RST or ICMP port unreachable",
            "forward" when met.Touches!.FirstOrDefault(touch => touch.What == Touch.Made) is { Port: { } port } =>
                string.Create(CultureInfo.InvariantCulture, $"a new mapping was made, with port {port}"),
            "forward" => "it was forwarded all the same",
            _ => $"it was dropped ({met.Verdict})",
        };
        return $"{way} ({met.Packet}, at {At(met.TimeNs)}) found {(missed.Length == 0 ? "no room" : missed)}: {result}.";
    }

    private string CauseText() => row.Cause switch
    {
        DeathCause.Reset => "a reset (RST, or ICMP port unreachable on UDP)",
        DeathCause.PortChanged => "the server saw it from another address or port",
        DeathCause.Timeout => "a deadline passed",
        DeathCause.Refused => "it never opened",
        DeathCause.Closed => "its peer closed it",
        _ => Spelling.Of(row.Cause),
    };

    private static string At(long nanoseconds) => $"{Seconds.Format(nanoseconds)} s";
}
