using System.Text.Encodings.Web;
using System.Text.Json;
using Chaos.Survival;
using Chaos.Survival.Comparing;

namespace Chaos.Analysis;

/// <summary>Writes an analysis as JSON piece by piece, because a curve may have millions of steps.</summary>
internal sealed class AnalysisJson : IDisposable
{
    private const int FlushBytes = 1 << 16;

    private readonly Utf8JsonWriter json;

    private AnalysisJson(Stream stream) =>
        json = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void Write(Stream stream, SurvivalAnalysis analysis)
    {
        using (AnalysisJson writer = new(stream)) writer.Write(analysis);
        stream.WriteByte((byte)'\n');
    }

    public void Dispose() => json.Dispose();

    private void Write(SurvivalAnalysis analysis)
    {
        json.WriteStartObject();
        json.WriteStartArray("groups");
        foreach (GroupAnalysis group in analysis.Groups) Write(group);
        json.WriteEndArray();
        Optional("logRank", analysis.LogRank, test =>
        {
            json.WriteNumber("chiSquare", test.ChiSquare);
            json.WriteNumber("degreesOfFreedom", test.DegreesOfFreedom);
            json.WriteNumber("pValue", test.PValue);
        });
        Optional(
            "cox", analysis.Cox is { } cox ? (cox.Ratio, cox.ProportionalHazards) : ((HazardRatio Ratio, ChiSquareTest? Check)?)null, cox =>
        {
            Number("hazardRatio", cox.Ratio.Estimate);
            Number("lower", cox.Ratio.Lower);
            Number("upper", cox.Ratio.Upper);
            Number("pValue", cox.Ratio.PValue);
            Number("proportionalHazardsPValue", cox.Check?.PValue);
        });
        Pairs(analysis);
        Optional("rmstDifference", analysis.MeanDifference, Write);
        Optional("riskDifference", analysis.RiskDifference, Write);
        json.WriteEndObject();
    }

    private void Write(Contrast difference)
    {
        json.WriteNumber("estimate", difference.Estimate);
        json.WriteNumber("lower", difference.Lower);
        json.WriteNumber("upper", difference.Upper);
        json.WriteNumber("pValue", difference.PValue);
    }

    private void Write(GroupAnalysis group)
    {
        json.WriteStartObject();
        json.WriteString("group", group.Name);
        json.WriteNumber("n", group.Curve.Total);
        json.WriteNumber("events", group.Events);
        json.WriteStartObject("median");
        Number("estimate", group.Median.Estimate);
        Number("lower", group.Median.Lower);
        Number("upper", group.Median.Upper);
        json.WriteEndObject();
        json.WriteStartObject("rmst");
        json.WriteNumber("tau", group.MeanLife.HorizonSeconds);
        json.WriteNumber("estimate", group.MeanLife.Estimate);
        json.WriteNumber("standardError", group.MeanLife.StandardError);
        json.WriteEndObject();
        json.WriteStartArray("curve");
        foreach (CurveStep step in group.Curve.Steps) Write(step);
        json.WriteEndArray();
        if (group.Causes is { } causes) Incidence(group, causes);
        json.WriteEndObject();
    }

    private void Write(CurveStep step)
    {
        Interval? band = Greenwood.LogLogInterval(step);
        json.WriteStartObject();
        json.WriteNumber("time", step.TimeSeconds);
        json.WriteNumber("atRisk", step.AtRisk);
        json.WriteNumber("events", step.Died);
        json.WriteNumber("censored", step.Censored);
        json.WriteNumber("survival", step.Survival);
        Number("lower", band?.Lower);
        Number("upper", band?.Upper);
        json.WriteEndObject();
        if (json.BytesPending > FlushBytes) json.Flush();
    }

    private void Incidence(GroupAnalysis group, IReadOnlyList<string> causes)
    {
        json.WriteStartArray("cumulativeIncidence");
        for (int cause = 0; cause < causes.Count; cause++)
        {
            json.WriteStartObject();
            json.WriteString("cause", causes[cause]);
            json.WriteStartArray("curve");
            foreach (IncidenceStep step in group.Incidence)
            {
                json.WriteStartObject();
                json.WriteNumber("time", step.TimeSeconds);
                json.WriteNumber("incidence", step.ByCause[cause]);
                json.WriteEndObject();
                if (json.BytesPending > FlushBytes) json.Flush();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Pairs(SurvivalAnalysis analysis)
    {
        if (analysis.Pairwise is not { } pairs)
        {
            json.WriteNull("pairwise");
            return;
        }

        json.WriteStartArray("pairwise");
        foreach (PairTest pair in pairs)
        {
            json.WriteStartObject();
            json.WriteString("first", analysis.Groups[pair.First].Name);
            json.WriteString("second", analysis.Groups[pair.Second].Name);
            json.WriteNumber("chiSquare", pair.Test.ChiSquare);
            json.WriteNumber("pValue", pair.Test.PValue);
            json.WriteNumber("holmPValue", pair.AdjustedPValue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Optional<T>(string name, T? value, Action<T> members)
        where T : struct
    {
        if (value is not { } there)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        members(there);
        json.WriteEndObject();
    }

    /// <summary>JSON has no infinity and no "not a number": null.</summary>
    private void Number(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
