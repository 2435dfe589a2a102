using System.Diagnostics.CodeAnalysis;

namespace Cks.Core;

/// <summary>What reading a document gave: a value, or the reasons why there is none. Warnings may stand beside a value.</summary>
/// <typeparam name="T">The validated, immutable form of the document.</typeparam>
public sealed class LoadResult<T>
    where T : class
{
    private LoadResult(T? value, IReadOnlyList<Diagnostic> diagnostics) => (Value, Diagnostics) = (value, diagnostics);

    /// <summary>The value; <see langword="null"/> when the document was refused.</summary>
    public T? Value { get; }

    /// <summary>All findings.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Whether the document may be used.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsLoaded => Value is not null;

    /// <summary>A value, refused after all when the bag holds an error.</summary>
    public static LoadResult<T> From(T? value, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        return new(diagnostics.HasErrors ? null : value, [.. diagnostics]);
    }

    internal static LoadResult<T> Judged(T? value, IReadOnlyList<Diagnostic> diagnostics) => new(value, diagnostics);

    /// <summary>The value, or a <see cref="CksConfigurationException"/> with all findings.</summary>
    public T GetOrThrow() => Value ?? throw new CksConfigurationException(Diagnostics);
}
