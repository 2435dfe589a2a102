namespace Cks.Tests.TwoPortals;

/// <summary>How old the facts are that answers rest on, each of them the youngest that explain it.</summary>
internal sealed class Staleness(IEnumerable<Answer> answers)
{
    private static readonly TimeSpan[] Steps = [TimeSpan.Zero, .. new[] { 50, 100, 250, 500, 750, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000, 10_000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    private readonly (TimeSpan Age, Answer Answer)[] _ages = [.. answers.Select(a => (Of(a), a)).OrderByDescending(a => a.Item1)];

    /// <summary>The oldest; <see cref="TimeSpan.MaxValue"/> where no state of the last ten seconds answers so.</summary>
    public (TimeSpan Age, Answer Answer) Worst => _ages[0];

    /// <summary>Of a hundred answers 99 rest on facts of the last <paramref name="mostly"/>, so that a machine that stands still for a moment is no failure, and each on facts of the last <paramref name="atMost"/>.</summary>
    public void AssertWithin(TimeSpan mostly, TimeSpan atMost, TimeSpan length)
    {
        // Else each answer could rest on what was before everything.
        Assert.True(atMost <= Steps[^1] && atMost < length / 2, "The history is too short to tell.");
        Assert.True(Worst.Age <= atMost, $"{Worst.Answer}: no state of the last {atMost.TotalSeconds:0} seconds answers so.");
        var late = _ages.TakeWhile(a => a.Age > mostly).ToArray();
        Assert.True(late.Length * 100 <= _ages.Length, $"{late.Length} of {_ages.Length} answers rest on what was longer than {mostly.TotalSeconds:0.0} seconds ago, such as {Worst.Answer}.");
    }

    private static TimeSpan Of(Answer answer)
    {
        var index = Array.FindIndex(Steps, bound => answer.Rule(new(answer.From - bound, answer.Until)).Contains(answer.Status));
        return index < 0 ? TimeSpan.MaxValue : Steps[index];
    }
}
