import { findButtonKind } from "../button-kinds.ts";
import { issue, othersThan, type Rule } from "../parse.ts";

/** A limited-time offer allows an image or a video above it and no footer; a code precedes the link. */
export const limitedTimeOffer: Rule = ({ offer, header, footer, buttons }) => {
  if (offer === undefined) return [];
  const format = header?.format;
  return [
    ...(header !== undefined && format !== "IMAGE" && format !== "VIDEO"
      ? [{ path: `${header.path}.format`, message: "must be IMAGE or VIDEO with a limited-time offer" }]
      : []),
    ...(footer === undefined ? [] : [issue(footer, "is not allowed with a limited-time offer")]),
    ...buttons
      .filter(({ type }) => findButtonKind(type) !== undefined && !findButtonKind(type)?.isForOffers)
      .map((part) => issue(part, `is not allowed with a limited-time offer: ${part.type}`)),
    ...buttons
      .slice(1)
      .filter(({ type }) => type === "COPY_CODE")
      .map((part) => issue(part, "must come first with a limited-time offer")),
  ];
};

/** A single product is in the header; a list of products can have a text above it, a catalog nothing. No other buttons. */
export const products: Rule = ({ header, buttons }) => {
  const format = header?.format;
  const shop = buttons.find(({ type }) => type === "CATALOG" || type === "MPM" || type === "SPM");
  if (shop === undefined) {
    return header !== undefined && format === "PRODUCT"
      ? [{ path: `${header.path}.format`, message: "needs a button of type SPM" }]
      : [];
  }
  const others = buttons.filter((button) => button !== shop && findButtonKind(button.type) !== undefined);
  const issues = others.map((part) => issue(part, `is not allowed with a button of type ${shop.type}`));
  if (shop.type === "SPM" && format !== "PRODUCT") {
    issues.push(issue(shop, "needs a header of format PRODUCT"));
  }
  if (shop.type === "MPM" && header !== undefined && format !== "TEXT") {
    issues.push({ path: `${header.path}.format`, message: "must be TEXT above a list of products" });
  }
  if (shop.type === "CATALOG" && header !== undefined) {
    issues.push(issue(header, "is not allowed with a button of type CATALOG"));
  }
  return issues;
};

/** An order status consists of text only. */
export const orderStatus: Rule = ({ components: all, subCategory }) =>
  (subCategory === "ORDER_STATUS" ? othersThan(["BODY", "FOOTER"], all) : []).map((part) =>
    issue(part, "is not allowed with sub_category ORDER_STATUS: only a body and a footer are"),
  );

/**
 * An order to be paid. In MARKETING without `display_format` it is India's checkout button, which needs an image or a
 * video above it and only allows quick replies after it.
 */
export const orderDetails: Rule = ({ header, buttons, category, displayFormat }) => {
  const pay = buttons.find(({ type }) => type === "ORDER_DETAILS");
  if (pay === undefined) {
    return displayFormat === "ORDER_DETAILS"
      ? [{ path: "display_format", message: "needs a button of type ORDER_DETAILS" }]
      : [];
  }
  const isCheckout = category === "MARKETING" && displayFormat === undefined;
  const allowed = isCheckout ? ["IMAGE", "VIDEO"] : ["TEXT", "IMAGE", "DOCUMENT"];
  const format = header?.format;
  const others = isCheckout
    ? buttons.filter(
        (button) =>
          button !== pay && button.type !== "QUICK_REPLY" && findButtonKind(button.type) !== undefined,
      )
    : [];
  return [
    ...(header !== undefined && format !== undefined && !allowed.includes(format)
      ? [{ path: `${header.path}.format`, message: `must be ${allowed.join(" or ")} above an order` }]
      : []),
    ...(isCheckout && header === undefined
      ? [issue(pay, "needs a header of format IMAGE or VIDEO, or display_format ORDER_DETAILS")]
      : []),
    ...(isCheckout && buttons[0] !== pay ? [issue(pay, "must come first")] : []),
    ...others.map((part) => issue(part, "is not allowed with a checkout button: use quick replies")),
  ];
};

/** A call permission request allows texts only. */
export const callPermission: Rule = ({ callPermission: request, header, components: all }) => {
  if (request === undefined) return [];
  const others = all.filter(({ type }) => ["BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER"].includes(type));
  return [
    ...(header !== undefined && header?.format !== "TEXT"
      ? [{ path: `${header.path}.format`, message: "must be TEXT above a call permission request" }]
      : []),
    ...others.map((part) => issue(part, "is not allowed with a call permission request")),
  ];
};
