using System.Diagnostics.CodeAnalysis;
using Cks.Rbac.AspNetCore;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What of an answer its reader may see, and what they may do with its rows.</summary>
public static class CksResponseEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Of each <typeparamref name="T"/> in the answer, wherever it stands (alone, in lists and pages, nested, in streams), only the fields are written that the subject may read; a field that no rule lists is
    /// hidden (S04). Base types and derived ones are masked alike. What cannot be masked, a text, a stream, a result of unknown kind, an answer without any <typeparamref name="T"/>, is an error, and nothing
    /// of it is written: answer refusals with <c>Results.Problem</c> or a status. On controllers write <see cref="FieldMaskAttribute{T}"/>.
    /// </summary>
    /// <typeparam name="T">Type as it is written to JSON; its members are fields by their names there.</typeparam>
    /// <param name="builder">Endpoint.</param>
    /// <param name="capability">
    /// The capability whose fields count, such as <c>orders:view</c>. Default: those of <c>RequireCaps</c> on the resource that <typeparamref name="T"/> is mapped to; of several, the fields that all of them show.
    /// </param>
    public static RouteHandlerBuilder WithFieldMask<T>(this RouteHandlerBuilder builder, [StringSyntax("CksCapability")] string? capability = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ShapedEndpoint.Add(builder, new FieldMaskMetadata(typeof(T), capability));
        return builder;
    }

    /// <summary>The same for each endpoint of a group.</summary>
    /// <inheritdoc cref="WithFieldMask{T}(RouteHandlerBuilder, string)"/>
    public static RouteGroupBuilder WithFieldMask<T>(this RouteGroupBuilder builder, [StringSyntax("CksCapability")] string? capability = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ShapedEndpoint.Add(builder, new FieldMaskMetadata(typeof(T), capability));
        return builder;
    }

    /// <summary>
    /// Gives each <typeparamref name="T"/> in the answer a member <c>_can</c> that says of each capability whether the subject may do it with this row: <c>"_can":{"orders:accept":true}</c>. Decided from the row
    /// as it was loaded, whatever a mask hides of it, by the same rules as a guard. On controllers write <see cref="RowCapabilitiesAttribute{T}"/>.
    /// </summary>
    /// <typeparam name="T">Type of the rows, mapped to the resource of the capabilities.</typeparam>
    /// <param name="builder">Endpoint.</param>
    /// <param name="capabilities">What is asked of each row, such as <c>orders:accept</c>.</param>
    public static RouteHandlerBuilder WithRowCapabilities<T>(this RouteHandlerBuilder builder, [StringSyntax("CksCapability")] params string[] capabilities)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ShapedEndpoint.Add(builder, new RowCapabilitiesMetadata<T>(capabilities));
        return builder;
    }

    /// <summary>The same for each endpoint of a group.</summary>
    /// <inheritdoc cref="WithRowCapabilities{T}(RouteHandlerBuilder, string[])"/>
    public static RouteGroupBuilder WithRowCapabilities<T>(this RouteGroupBuilder builder, [StringSyntax("CksCapability")] params string[] capabilities)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ShapedEndpoint.Add(builder, new RowCapabilitiesMetadata<T>(capabilities));
        return builder;
    }
}
