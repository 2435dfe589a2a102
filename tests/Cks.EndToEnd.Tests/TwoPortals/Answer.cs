namespace Cks.Tests.TwoPortals;

/// <summary>One answer, and what would have been right in a window of time.</summary>
internal sealed record Answer(string What, TimeSpan From, TimeSpan Until, int Status, Func<Window, HashSet<int>> Rule)
{
    public override string ToString() => $"{What}: {Status} from {From.TotalSeconds:0.000} to {Until.TotalSeconds:0.000}";
}

/// <summary>A window of time.</summary>
internal readonly record struct Window(TimeSpan From, TimeSpan Until)
{
    public IEnumerable<bool> Of(Fact fact) => fact.Between(From, Until);
}
