using System.Globalization;
using Chaos.Runs;
using Chaos.Scenarios.Expectations;
using Chaos.Survival;

namespace Chaos.Experiments.Judging;

/// <summary>How a figure and its interval are spelled beside a bound: with as many digits as it takes to tell them apart.</summary>
/// <param name="Unit">Of the figure.</param>
/// <param name="Decimals">The fewest of a percentage.</param>
internal readonly record struct FigureText(FigureUnit Unit, int Decimals)
{
    public string Of(double value) => Unit switch
    {
        FigureUnit.Share => ShareText.Percent(value, Decimals),
        FigureUnit.Points => ShareText.Points(value, Decimals),
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };

    public string Of(Interval interval) => Unit == FigureUnit.Share
        ? ShareText.Interval(interval.Lower, interval.Upper, Decimals) : $"{Of(interval.Lower)} to {Of(interval.Upper)}";
}
