using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Binding;

/// <summary>The shapes of a flow group: one, or one for each profile of its mix.</summary>
internal static class FlowShapes
{
    public static IEnumerable<(int Weight, SectionReader Section)> Of(SectionReader flow)
    {
        flow.Read(FlowKeys.Profiles.One);
        return flow.Says(FlowKeys.Profiles.Mix!) ? Mixed(flow) : [(1, flow)];
    }

    private static IEnumerable<(int Weight, SectionReader Section)> Mixed(SectionReader flow)
    {
        SectionReader mix = flow.Into(FlowKeys.Profiles.Mix!);
        return from weight in FlowKeys.Profiles.Mix!.Keys.OfType<ScalarKey<int>>()
               where mix.Said(weight) is not null
               select (mix.Read(weight), flow.Assuming(FlowKeys.Profiles.Find(weight.Name)));
    }
}
