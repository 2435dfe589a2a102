using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// On a controller or one of its actions: each <typeparamref name="T"/> in the answer gets a member <c>_can</c> that says of each capability whether the subject may do it with this row. Elsewhere write
/// <c>.WithRowCapabilities&lt;T&gt;(...)</c>.
/// </summary>
/// <typeparam name="T">Type of the rows, mapped to the resource of the capabilities.</typeparam>
/// <param name="capabilities">What is asked of each row, such as <c>orders:accept</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RowCapabilitiesAttribute<T>([StringSyntax("CksCapability")] params string[] capabilities) : Attribute, IFilterFactory, IOrderedFilter, IRowCapabilitiesMetadata
    where T : class
{
    private readonly RowCapabilitiesMetadata<T> _rows = new(capabilities);

    /// <summary>The capabilities.</summary>
    public IReadOnlyList<string> Capabilities => _rows.Capabilities;

    /// <summary>Nearest to the result, so that no other filter changes it afterwards.</summary>
    public int Order => int.MaxValue;

    bool IFilterFactory.IsReusable => true;

    Type IRowCapabilitiesMetadata.Type => typeof(T);

    IFilterMetadata IFilterFactory.CreateInstance(IServiceProvider serviceProvider) => ShapedActionFilter.Of(serviceProvider);

    ValueTask IRowCapabilitiesMetadata.CheckAsync(RowAnswers answers, IReadOnlyList<object> rows, CancellationToken cancellationToken) => _rows.CheckAsync(answers, rows, cancellationToken);

    object IRowCapabilitiesMetadata.Prepare(object value, RowAnswers answers) => _rows.Prepare(value, answers);

    bool IRowCapabilitiesMetadata.IsStream(object value) => _rows.IsStream(value);
}
