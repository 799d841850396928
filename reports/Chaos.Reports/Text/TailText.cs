using Chaos.Runs;

namespace Chaos.Reports.Text;

/// <summary>By which rule a flow that was found dead after the end counts as alive at the end, in words.</summary>
internal static class TailText
{
    public static string Of(RunResults results) => results.TailRule switch
    {
        "endpoints" => "by what the endpoints received after the end, for every target alike",
        "target" => "by when the target lost the flow",
        _ => "not kept by that version",
    };
}
