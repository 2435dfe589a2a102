using System.Runtime.CompilerServices;

namespace Cks.Rbac.AspNetCore;

/// <summary>Says that each row of a type in the answer of an endpoint tells what the subject may do with it.</summary>
internal interface IRowCapabilitiesMetadata
{
    Type Type { get; }

    IReadOnlyList<string> Capabilities { get; }

    /// <summary>Decides about rows, and keeps the answers.</summary>
    ValueTask CheckAsync(RowAnswers answers, IReadOnlyList<object> rows, CancellationToken cancellationToken);

    /// <summary>A value of which the rows can be read twice: rows that come one by one are decided about as they come. Any other value stays as it is.</summary>
    object Prepare(object value, RowAnswers answers);

    /// <summary>Whether a value is rows that come one by one.</summary>
    bool IsStream(object value);
}

/// <summary>The same, as <c>WithRowCapabilities</c> leaves it.</summary>
internal sealed class RowCapabilitiesMetadata<T>(string[] capabilities) : IRowCapabilitiesMetadata
    where T : class
{
    private const int Batch = 64;

    public Type Type => typeof(T);

    public IReadOnlyList<string> Capabilities => capabilities;

    public async ValueTask CheckAsync(RowAnswers answers, IReadOnlyList<object> rows, CancellationToken cancellationToken)
    {
        T[] typed = [.. rows.Cast<T>()];
        var may = new bool[typed.Length][];
        for (var i = 0; i < may.Length; i++)
            may[i] = new bool[capabilities.Length];
        for (var c = 0; c < capabilities.Length; c++)
        {
            var decided = await answers.Decisions.CheckAllAsync(answers.Subject, CapabilityId.Of(capabilities[c]), typed, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < typed.Length; i++)
                may[i][c] = decided[i].IsPermitted;
        }

        for (var i = 0; i < typed.Length; i++)
            answers.Keep(typed[i], new(capabilities, may[i]));
    }

    public object Prepare(object value, RowAnswers answers) => value switch
    {
        IAsyncEnumerable<T?> rows => DecideAsTheyCome(rows, answers),
        T?[] or List<T?> => value,
        IEnumerable<T?> rows => rows.ToList(),
        _ => value,
    };

    public bool IsStream(object value) => value is IAsyncEnumerable<T?>;

    private async IAsyncEnumerable<T?> DecideAsTheyCome(IAsyncEnumerable<T?> rows, RowAnswers answers, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in rows.Chunk(Batch).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            answers.Forget();
            await CheckAsync(answers, [.. batch.OfType<T>().Distinct<object>(ReferenceEqualityComparer.Instance)], cancellationToken).ConfigureAwait(false);
            foreach (var row in batch)
                yield return row;
        }
    }
}
