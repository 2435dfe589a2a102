namespace Cks.Benchmarks;

/// <summary>
/// One thing done in two ways over the same inputs. Both sides are called through a delegate, which costs both the same and so draws a ratio
/// towards 1: a claim is understated, never overstated.
/// </summary>
internal abstract record RatioCase(string Name)
{
    /// <summary>Fewest inputs of a case, so that neither a cache nor the compiler can learn them.</summary>
    public const int FewestInputs = 1_024;

    private const int Seed = 20_260_504;

    /// <summary>Compares more than the numbers, and throws where the two sides differ; run once, before anything is measured.</summary>
    public Func<Task>? Check { get; init; }

    /// <summary>Our side. Every call gives an arm that starts at the first input.</summary>
    public abstract Arm Ours();

    /// <summary>The other side.</summary>
    public abstract Arm Peer();

    /// <summary>The first input on which the two sides answer differently, or <see langword="null"/>: only equal work may be compared.</summary>
    public abstract ValueTask<string?> DisagreementAsync();

    /// <summary>A case whose sides return at once. The numbers they return are their answers and must be equal for every input.</summary>
    public static RatioCase Sync<TInput>(string name, IEnumerable<TInput> inputs, Func<TInput, int> ours, Func<TInput, int> peer) =>
        new SyncCase<TInput>(name, Shuffle(name, inputs), ours, peer);

    /// <summary>A case whose sides may wait. The numbers they return are their answers and must be equal for every input.</summary>
    public static RatioCase Async<TInput>(string name, IEnumerable<TInput> inputs, Func<TInput, ValueTask<int>> ours, Func<TInput, ValueTask<int>> peer) =>
        new AsyncCase<TInput>(name, Shuffle(name, inputs), ours, peer);

    /// <summary>A case of few inputs that are unlike each other: what is compared is the 95th percentile over them.</summary>
    public static RatioCase Percentile<TInput>(string name, IEnumerable<TInput> inputs, Func<TInput, ValueTask<int>> ours, Func<TInput, ValueTask<int>> peer) =>
        new AsyncCase<TInput>(name, [.. inputs], ours, peer, IsPercentile: true);

    /// <summary>A case that compares what each side adds to something without it.</summary>
    public static RatioCase Difference<TInput>(
        string name, IEnumerable<TInput> inputs, Func<TInput, ValueTask<int>> ours, Func<TInput, ValueTask<int>> withoutOurs, Func<TInput, ValueTask<int>> peer, Func<TInput, ValueTask<int>> withoutPeer) =>
        new DifferenceCase<TInput>(name, Shuffle(name, inputs), ours, withoutOurs, peer, withoutPeer);

    private static TInput[] Shuffle<TInput>(string name, IEnumerable<TInput> inputs)
    {
        var shuffled = inputs.ToArray();
        if (shuffled.Length < FewestInputs)
            throw new ArgumentException($"\"{name}\" has {shuffled.Length} inputs; at least {FewestInputs} are needed.", nameof(inputs));
        new Random(Seed).Shuffle(shuffled);
        return shuffled;
    }

    private sealed record SyncCase<TInput>(string Name, TInput[] Inputs, Func<TInput, int> OurSide, Func<TInput, int> OtherSide) : RatioCase(Name)
    {
        public override Arm Ours() => new SyncArm<TInput>(Inputs, OurSide);

        public override Arm Peer() => new SyncArm<TInput>(Inputs, OtherSide);

        public override ValueTask<string?> DisagreementAsync()
        {
            foreach (var input in Inputs.Distinct())
            {
                var (ours, peer) = (OurSide(input), OtherSide(input));
                if (ours != peer)
                    return ValueTask.FromResult<string?>($"{input}: ours={ours} peer={peer}");
            }

            return ValueTask.FromResult<string?>(null);
        }
    }

    private sealed record AsyncCase<TInput>(string Name, TInput[] Inputs, Func<TInput, ValueTask<int>> OurSide, Func<TInput, ValueTask<int>> OtherSide, bool IsPercentile = false) : RatioCase(Name)
    {
        public override Arm Ours() => ArmOf(OurSide);

        public override Arm Peer() => ArmOf(OtherSide);

        private Arm ArmOf(Func<TInput, ValueTask<int>> side) => IsPercentile ? new PercentileArm<TInput>(Inputs, side) : new AsyncArm<TInput>(Inputs, side);

        public override async ValueTask<string?> DisagreementAsync()
        {
            if (Check is { } check)
                await check();
            foreach (var input in Inputs.Distinct())
            {
                var (ours, peer) = (await OurSide(input), await OtherSide(input));
                if (ours != peer)
                    return $"{input}: ours={ours} peer={peer}";
            }

            return null;
        }
    }

    private sealed record DifferenceCase<TInput>(
        string Name, TInput[] Inputs, Func<TInput, ValueTask<int>> OurSide, Func<TInput, ValueTask<int>> WithoutOurs, Func<TInput, ValueTask<int>> OtherSide, Func<TInput, ValueTask<int>> WithoutOther) : RatioCase(Name)
    {
        public override Arm Ours() => new DifferenceArm<TInput>(Inputs, OurSide, WithoutOurs);

        public override Arm Peer() => new DifferenceArm<TInput>(Inputs, OtherSide, WithoutOther);

        public override async ValueTask<string?> DisagreementAsync()
        {
            foreach (var input in Inputs.Distinct())
            {
                int[] answers = [await OurSide(input), await WithoutOurs(input), await OtherSide(input), await WithoutOther(input)];
                if (answers.Distinct().Count() > 1)
                    return $"{input}: {string.Join(' ', answers)}";
            }

            return null;
        }
    }
}
