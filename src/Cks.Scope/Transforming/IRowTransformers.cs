using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Turns rows into payloads, in one place for every role: under a name, as <c>transformers</c> of the scope model or <see cref="CksScopeBuilder.AddTransformer"/> say. It is given rows that were cut to what
/// their viewer may read, so that nothing that it writes shows more.
/// </summary>
public interface IRowTransformers
{
    /// <summary>The payload of a row.</summary>
    /// <param name="transformer">Name of the transformer.</param>
    /// <param name="me">Who reads it.</param>
    /// <param name="row">A row of the transformer's entity.</param>
    /// <exception cref="ArgumentException">There is no transformer of that name.</exception>
    Row Apply(string transformer, Subject me, Row row);

    /// <summary>The payloads of a page of rows.</summary>
    /// <inheritdoc cref="Apply(string, Subject, Row)"/>
    ScopeSet Apply(string transformer, Subject me, ScopeSet rows);
}
