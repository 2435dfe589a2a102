using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Something that was cut to what one subject sees, or let through with a reason; only <see cref="IScopeQueries"/> makes one (S05). It is good for that subject alone, with everything that decisions can depend on
/// being the same, and for <see cref="ScopedReader.Lifetime"/>; for another <see cref="Cks.Rbac.Subject"/> than the one that it was made for, such as the next request's, no longer than the policy and the model that cut it are in use. Immutable: what is made of <see cref="Value"/> afterwards is no longer scoped, and nothing that executes takes it.
/// </summary>
/// <typeparam name="T">What was scoped, such as a <see cref="QueryBuilder.Query"/>.</typeparam>
public sealed class Scoped<T>
    where T : class
{
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly Subject _for;

    internal Scoped(T value, Subject me, TimeProvider clock)
    {
        (Value, Subject, _for, _clock) = (value, me.Context, me, clock);
        (At, _started) = (clock.GetUtcNow(), clock.GetTimestamp());
    }

    /// <summary>What was scoped, to be looked at: its columns, its text.</summary>
    public T Value { get; }

    /// <summary>Who sees that.</summary>
    public DecisionContext Subject { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The policy that decided what is seen; the default of its type where nothing was cut.</summary>
    public SnapshotVersion PolicyVersion { get; internal init; }

    /// <summary>The scope model by which it was cut; the default of its type where nothing was.</summary>
    public SnapshotVersion ScopeVersion { get; internal init; }

    /// <summary>Why it is not cut, or not in every way; <see langword="null"/> where it is.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The versions that are in use for whoever reads; <see langword="null"/> where nothing was cut.</summary>
    internal Func<Subject, (SnapshotVersion Policy, SnapshotVersion Scope)>? Current { get; init; }

    /// <summary>The value, for the subject that it is for.</summary>
    /// <exception cref="InvalidOperationException">It is of another subject, too old, or cut by what is no longer in use.</exception>
    internal T For(Subject me)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (me.Tenant != Subject.Tenant)
            throw new InvalidOperationException("This was scoped for another tenant; scope it for the subject that reads it.");
        if (!Subject.Equals(me.Context))
            throw new InvalidOperationException("This was scoped for another subject; scope it for the one that reads it.");
        if (_clock.GetElapsedTime(_started) > ScopedReader.Lifetime)
            throw new InvalidOperationException($"This was scoped more than {ScopedReader.Lifetime.TotalSeconds:0} s ago; scope what is read when it is read.");
        // A request that has begun ends by what judged it; what is new meanwhile would be an error in the midst of it.
        if (ReferenceEquals(me, _for) || Current?.Invoke(me) is not { } current)
            return Value;
        if (current.Policy != PolicyVersion)
            throw new InvalidOperationException("This was scoped by another policy than the one in use; scope what is read when it is read.");
        return current.Scope == ScopeVersion
            ? Value
            : throw new InvalidOperationException("This was scoped by another scope model than the one in use; scope what is read when it is read.");
    }
}
