namespace Cks.Samples.Portal.Pages;

/// <summary>Something to choose in a form.</summary>
internal sealed record Choice(string Code, string Name)
{
    /// <summary>A field in which one of some is chosen.</summary>
    /// <param name="label">What the field is called.</param>
    /// <param name="name">Its name in the form.</param>
    /// <param name="choices">What there is.</param>
    /// <param name="isRequired">Whether nothing may be chosen.</param>
    public static Html Select(string label, string name, IEnumerable<Choice> choices, bool isRequired) => Html.Of($"""
        <label>{label} <select name="{name}"{(isRequired ? Html.Of($" required") : default)}>
        <option value="">{(isRequired ? "Choose" : "-")}</option>
        {choices.Select(Option)}
        </select></label>
        """);

    /// <summary>As an option, with code and name.</summary>
    public static Html Option(Choice choice) => Html.Of($"""<option value="{choice.Code}">{(choice.Name is "" or "-" ? choice.Code : $"{choice.Code} {choice.Name}")}</option>""");
}
